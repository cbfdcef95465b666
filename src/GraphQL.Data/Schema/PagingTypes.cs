using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Data.Schema;

/// <summary>The types that every connection shares.</summary>
internal static class PagingTypes
{
    public static ObjectType PageInfo { get; } = new("PageInfo")
    {
        Description = "Where a page lies in the whole list.",
        FieldsFactory = () =>
        [
            Part("hasNextPage", SpecifiedScalars.Boolean.NonNull(), ConnectionPart.HasNextPage, "Whether rows follow the last one of this page."),
            Part(
                "hasPreviousPage",
                SpecifiedScalars.Boolean.NonNull(),
                ConnectionPart.HasPreviousPage,
                "Whether rows come before the first one of this page; paging forwards, whether `after` was given."),
            Part("startCursor", SpecifiedScalars.String, ConnectionPart.StartCursor, "The first row's cursor, for `before`; null on an empty page."),
            Part("endCursor", SpecifiedScalars.String, ConnectionPart.EndCursor, "The last row's cursor, for `after`; null on an empty page."),
        ],
    };

    public static EnumType SortDirection { get; } = new(
        "SortEnumType",
        [
            new("ASC", false) { Description = "Smallest first; rows without a value last." },
            new("DESC", true) { Description = "Largest first; rows without a value first." },
        ])
    {
        Description = "The direction of an order.",
    };

    public static Field Part(
        string name, GraphQLType type, ConnectionPart part, string description, IReadOnlyList<DirectiveNode>? directives = null) =>
        new(name, type)
        {
            Description = description,
            AppliedDirectives = directives ?? [],
            Features = FeatureSet.Of(new ConnectionPartFeature(part)),
        };
}
