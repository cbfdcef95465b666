using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>Whether an input object is a OneOf is said by its definition, not by an extension.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Input-Object-Extensions. graphql-js passes such a directive over.</remarks>
internal sealed class OneOfOnDefinitionsRule(SdlContext context) : SdlRule(context)
{
    public override bool Enter(SyntaxNode node)
    {
        // With the definition's it is one too many, which another rule tells.
        if (node is InputObjectTypeDefinitionNode { IsExtension: true } extension
            && OneOf(extension) is { } directive
            && !Context.DefinedTypes.Any(type => type.Name.Value == extension.Name.Value && OneOf(type) is not null))
        {
            Report($"Directive \"@oneOf\" may not be used on an extension of \"{extension.Name.Value}\".", directive);
        }

        return node is DocumentNode;
    }

    private static DirectiveNode? OneOf(TypeDefinitionNode type) =>
        type.Directives.FirstOrDefault(directive => directive.Name.Value == SpecifiedDirectives.OneOf.Name);
}
