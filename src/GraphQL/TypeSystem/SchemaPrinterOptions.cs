using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>How a schema is printed; by default exactly as graphql-js's <c>printSchema</c> does.</summary>
public sealed record SchemaPrinterOptions
{
    /// <summary>As graphql-js prints.</summary>
    public static SchemaPrinterOptions Default { get; } = new();

    /// <summary>Prints the other directives that were applied in the schema too, such as <c>@cost</c> and <c>@listSize</c>.</summary>
    public bool IncludeAppliedDirectives { get; init; }

    /// <summary>
    /// Directives to print besides, of a type or of one of its fields: those that a layer above works out from what it attached.
    /// </summary>
    public Func<NamedType, Field?, IEnumerable<DirectiveNode>> FurtherDirectives { get; init; } = static (_, _) => [];

    /// <summary>Sorts everything by name, as graphql-js's <c>lexicographicSortSchema</c> does; otherwise as declared.</summary>
    public bool Sorted { get; init; }
}
