using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Execution.Incremental;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>Which fields of a connection come with it, and which of those that <c>@defer</c> and <c>@stream</c> put off come how.</summary>
/// <remarks>
/// All that depends on the rows (<c>nodes</c>, <c>edges</c>, <c>pageInfo</c>) is read by one statement, as two could see different
/// pages. What cannot be put off under that rule comes at once, as the directives allow.
/// </remarks>
internal sealed class ConnectionDivision
{
    private ConnectionDivision()
    {
    }

    public required IReadOnlyList<CollectedField> AtOnce { get; init; }

    /// <summary>The one list of rows among those at once, when it goes on in later payloads.</summary>
    public CollectedField? Streamed { get; init; }

    /// <summary>Deferred parts that have a statement of their own.</summary>
    public required IReadOnlyList<DeferredFields> Apart { get; init; }

    /// <summary>Deferred parts that are known when the streamed rows were read.</summary>
    public IReadOnlyList<DeferredFields> AfterRows { get; init; } = [];

    public static ConnectionDivision Of(CollectedFields selected)
    {
        var apart = selected.Deferred.Where(part => !part.Fields.Any(DependsOnRows)).ToList();
        var ofRows = selected.Deferred.Except(apart).ToList();
        if (ofRows is [var only] && !Without(selected, [.. apart, only]).Exists(DependsOnRows))
        {
            apart.Add(only);
            ofRows.Clear();
        }

        var afterRows = ofRows.FindAll(part => part.Fields.All(IsPageInfoOrTypeName));
        var atOnce = Without(selected, [.. apart, .. afterRows]);
        return atOnce.FindAll(DependsOnRows) is [{ Stream: not null } list]
            ? new() { AtOnce = atOnce, Streamed = list, Apart = apart, AfterRows = afterRows }
            : new() { AtOnce = Without(selected, apart), Apart = apart };
    }

    private static List<CollectedField> Without(CollectedFields selected, IReadOnlyList<DeferredFields> parts) =>
        [.. selected.Where(field => !parts.Any(part => part.Fields.Contains(field)))];

    private static bool DependsOnRows(CollectedField field) =>
        PartOf(field) is ConnectionPart.Nodes or ConnectionPart.Edges or ConnectionPart.PageInfo;

    private static bool IsPageInfoOrTypeName(CollectedField field) => PartOf(field) is ConnectionPart.PageInfo or null;

    private static ConnectionPart? PartOf(CollectedField field) => field.Definition.Features.Get<ConnectionPartFeature>()?.Part;
}
