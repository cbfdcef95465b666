using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Composition;

/// <summary>The schema as schema.graphql holds it: with <c>@listSize</c>, which tells how large pages are.</summary>
internal static class SchemaText
{
    public static string Print(GraphQL.TypeSystem.Schema schema) =>
        SchemaPrinter.Print(schema, new SchemaPrinterOptions { IncludeAppliedDirectives = true }).TrimEnd('\n') + "\n";
}
