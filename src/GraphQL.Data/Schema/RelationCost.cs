using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Data.Schema;

/// <summary>What the parts of relations weigh, HotChocolate's numbers where it has some.</summary>
/// <remarks>A row that is joined weighs 1, which is the weight of any object: the others are told in such rows.</remarks>
internal static class RelationCost
{
    /// <summary>A statement that reads a page: to plan it, to run it, to come back with nothing.</summary>
    public static readonly IReadOnlyList<DirectiveNode> Connection = Weight(100);

    /// <summary>A statement that reads one row by its key.</summary>
    public static readonly IReadOnlyList<DirectiveNode> ByKey = Weight(10);

    /// <summary>Rows by their keys: a statement for each of their types.</summary>
    public static readonly IReadOnlyList<DirectiveNode> ByKeys = Weight(50);

    /// <summary>A count of all rows that the filter leaves, however small the page.</summary>
    public static readonly IReadOnlyList<DirectiveNode> TotalCount = Weight(100);

    /// <summary>A count of the rows that hang on one row.</summary>
    public static readonly IReadOnlyList<DirectiveNode> ListCount = Weight(5);

    /// <summary>An order by a count, which is made for all rows that the filter leaves.</summary>
    public static readonly IReadOnlyList<DirectiveNode> CountedOrder = Weight(100);

    /// <summary>All rows that the filter leaves, put into groups.</summary>
    public static readonly IReadOnlyList<DirectiveNode> Groups = Weight(200);

    /// <summary>Columns of the same row under a name: no work of its own.</summary>
    public static readonly IReadOnlyList<DirectiveNode> Part = Weight(0);

    /// <summary>A <c>where</c> or <c>order</c>, and a filter that an index may serve.</summary>
    public static readonly IReadOnlyList<DirectiveNode> Argument = Weight(10);

    /// <summary>A filter that looks into every text.</summary>
    public static readonly IReadOnlyList<DirectiveNode> ExpensiveFilter = Weight(20);

    /// <summary>The size of a connection's page; its rows are in <c>edges</c> and <c>nodes</c>.</summary>
    public static DirectiveNode PageSize(PagingOptions paging) => ListSizeDirective.Apply(Size(paging) with
    {
        SlicingArguments = ["first", "last"],
        SizedFields = ["edges", "nodes"],
    });

    /// <summary>The size of a nested list.</summary>
    public static DirectiveNode ListLength(PagingOptions paging) => ListSizeDirective.Apply(Size(paging) with { SlicingArguments = ["first"] });

    /// <summary>The weight of a filter's operation.</summary>
    public static IReadOnlyList<DirectiveNode> Of(FilterOperation operation) => operation switch
    {
        FilterOperation.Contains or FilterOperation.NotContains
            or FilterOperation.StartsWith or FilterOperation.NotStartsWith
            or FilterOperation.EndsWith or FilterOperation.NotEndsWith
            or FilterOperation.ContainsIgnoringCase or FilterOperation.StartsWithIgnoringCase
            or FilterOperation.EndsWithIgnoringCase or FilterOperation.EqIgnoringCase => ExpensiveFilter,
        FilterOperation.And or FilterOperation.Or or FilterOperation.Not
            or FilterOperation.Column or FilterOperation.ToOne or FilterOperation.ToMany
            or FilterOperation.Part => [],
        _ => Argument,
    };

    private static ListSize Size(PagingOptions paging) => new()
    {
        AssumedSize = paging.MaxPageSize,
        SlicingArgumentDefaultValue = paging.DefaultPageSize,
        RequireOneSlicingArgument = false,
    };

    private static IReadOnlyList<DirectiveNode> Weight(double weight) => [CostDirective.Apply(weight)];
}
