namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>How a schema is printed; by default exactly as graphql-js's <c>printSchema</c> does.</summary>
public sealed record SchemaPrinterOptions
{
    /// <summary>As graphql-js prints.</summary>
    public static SchemaPrinterOptions Default { get; } = new();

    /// <summary>Prints the other directives that were applied in the schema too, such as <c>@cost</c> and <c>@listSize</c>.</summary>
    public bool IncludeAppliedDirectives { get; init; }

    /// <summary>Sorts everything by name, as graphql-js's <c>lexicographicSortSchema</c> does; otherwise as declared.</summary>
    public bool Sorted { get; init; }
}
