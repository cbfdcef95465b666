using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>Checks a type system document before a schema is made of it, as graphql-js's <c>validateSDL</c> does.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Type-System</remarks>
public static class SdlValidator
{
    /// <summary>All that is wrong; empty for a document that a schema can be made of.</summary>
    public static IReadOnlyList<GraphQLError> Validate(DocumentNode document)
    {
        var context = new SdlContext(document);
        new Walk(context, Rules(context)).Visit(document);
        return context.Errors;
    }

    // graphql-js's order, in which errors of the same node are told.
    private static SdlRule[] Rules(SdlContext context) =>
    [
        new LoneSchemaDefinitionRule(context),
        new UniqueOperationTypesRule(context),
        new UniqueTypeNamesRule(context),
        new UniqueEnumValueNamesRule(context),
        new UniqueFieldDefinitionNamesRule(context),
        new UniqueArgumentDefinitionNamesRule(context),
        new UniqueDirectiveNamesRule(context),
        new KnownTypeNamesRule(context),
        new KnownDirectivesRule(context),
        new UniqueDirectivesPerLocationRule(context),
        new PossibleTypeExtensionsRule(context),
        new KnownArgumentNamesOnDirectivesRule(context),
        new UniqueArgumentNamesRule(context),
        new UniqueInputFieldNamesRule(context),
        new ProvidedRequiredArgumentsOnDirectivesRule(context),

        // What the specification asks for and graphql-js does not.
        new BuiltInTypesRule(context),
        new OneOfOnDefinitionsRule(context),
    ];

    private sealed class Walk(SdlContext context, SdlRule[] rules)
    {
        private readonly SyntaxNode?[] _skipped = new SyntaxNode?[rules.Length];

        public void Visit(SyntaxNode node)
        {
            for (var i = 0; i < rules.Length; i++)
            {
                if (_skipped[i] is null && !rules[i].Enter(node))
                {
                    _skipped[i] = node;
                }
            }

            context.Ancestors.Add(node);
            foreach (var child in SyntaxChildren.Of(node))
            {
                Visit(child);
            }

            context.Ancestors.RemoveAt(context.Ancestors.Count - 1);
            for (var i = 0; i < rules.Length; i++)
            {
                if (_skipped[i] is null)
                {
                    rules[i].Leave(node);
                }
                else if (ReferenceEquals(_skipped[i], node))
                {
                    _skipped[i] = null;
                }
            }
        }
    }
}
