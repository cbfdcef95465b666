using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>Types have names of their own.</summary>
internal sealed class UniqueTypeNamesRule(SdlContext context) : SdlRule(context)
{
    private readonly Dictionary<string, NameNode> _known = [];

    public override bool Enter(SyntaxNode node)
    {
        if (node is not TypeDefinitionNode { IsExtension: false, Name: var name })
        {
            return true;
        }

        if (!_known.TryAdd(name.Value, name))
        {
            Report($"There can be only one type named \"{name.Value}\".", _known[name.Value], name);
        }

        return false;
    }
}
