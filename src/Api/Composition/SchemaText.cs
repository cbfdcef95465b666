using HealthGraph.Api.Access;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Composition;

/// <summary>The schema as schema.graphql holds it: with <c>@listSize</c>, which tells how large pages are, and <c>@authorize</c>, which tells who may.</summary>
internal static class SchemaText
{
    public static string Print(GraphQL.TypeSystem.Schema schema) =>
        SchemaPrinter.Print(schema, new SchemaPrinterOptions
        {
            IncludeAppliedDirectives = true,
            FurtherDirectives = (type, field) => AuthorizeDirective.For(
                field is not null ? AccessRules.Of(schema, type, field) : type is ObjectType ? AccessRules.Of(type) : null),
        }).TrimEnd('\n') + "\n";
}
