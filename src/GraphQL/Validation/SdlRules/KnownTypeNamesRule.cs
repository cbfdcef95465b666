using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>Types that are named are defined in the document or in the specification.</summary>
internal sealed class KnownTypeNamesRule : SdlRule
{
    private readonly HashSet<string> _defined;

    public KnownTypeNamesRule(SdlContext context)
        : base(context) => _defined = [.. context.DefinedTypes.Select(type => type.Name.Value)];

    public override bool Enter(SyntaxNode node)
    {
        if (node is not NamedTypeNode { Name.Value: var name } || _defined.Contains(name))
        {
            return true;
        }

        var typeSystem = Context.Ancestors is [_, TypeSystemDefinitionNode, ..];
        if (!typeSystem || !StandardTypes.ByName.ContainsKey(name))
        {
            var options = typeSystem ? StandardTypes.ByName.Keys.Concat(_defined) : _defined;
            Report($"Unknown type \"{name}\".{Suggestions.DidYouMean(Suggestions.For(name, options))}", node);
        }

        return true;
    }
}
