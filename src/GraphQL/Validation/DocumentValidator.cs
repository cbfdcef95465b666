using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation;

/// <summary>Tells whether a document may be executed against a schema, and if not, why.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Validation; messages and their order are graphql-js's.</remarks>
public static class DocumentValidator
{
    /// <summary>All that is wrong, up to as many errors as the options allow; empty for a document that may be executed.</summary>
    public static IReadOnlyList<GraphQLError> Validate(Schema schema, DocumentNode document, ValidationOptions? options = null)
    {
        options ??= ValidationOptions.Default;
        var context = new ValidationContext(schema, document, options);
        try
        {
            new RuleWalker(context, options.Rules ?? SpecifiedRules.All).Walk(document);
        }
        catch (ValidationAbortedException aborted)
        {
            context.Add(aborted.Error);
        }

        return context.Errors;
    }
}
