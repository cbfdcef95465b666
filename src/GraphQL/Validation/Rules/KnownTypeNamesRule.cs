using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Types that are named exist.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Fragment-Spread-Type-Existence</remarks>
internal sealed class KnownTypeNamesRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        var name = ((NamedTypeNode)node).Name.Value;
        if (Context.Schema.FindType(name) is null && !IsDefinedInDocument(name))
        {
            // A schema lists only the specified scalars it uses; a definition may use any.
            var scalars = Context.Path is [_, TypeSystemDefinitionNode, ..] ? SpecifiedScalars.All : [];
            if (scalars.Any(scalar => scalar.Name == name))
            {
                return false;
            }

            var suggestions = Context.Options.HideSuggestions
                ? []
                : Suggestions.For(name, AllNames().Concat(scalars.Select(scalar => scalar.Name)));
            Report($"Unknown type \"{name}\".{Suggestions.DidYouMean(suggestions)}", node);
        }

        return false;
    }

    private bool IsDefinedInDocument(string name)
    {
        foreach (var definition in Context.Document.Definitions)
        {
            if (definition is TypeDefinitionNode { IsExtension: false } type && type.Name.Value == name)
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<string> AllNames() => Context.Schema.Types.Keys.Concat(
        Context.Document.Definitions.OfType<TypeDefinitionNode>().Where(type => !type.IsExtension).Select(type => type.Name.Value));
}
