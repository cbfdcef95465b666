using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.SdlRules;

/// <summary>An object value names each field once.</summary>
internal sealed class UniqueInputFieldNamesRule(SdlContext context) : SdlRule(context)
{
    private readonly Stack<Dictionary<string, NameNode>> _open = [];

    public override bool Enter(SyntaxNode node)
    {
        if (node is ObjectValueNode)
        {
            _open.Push([]);
        }
        else if (node is ObjectFieldNode { Name: var name } && !_open.Peek().TryAdd(name.Value, name))
        {
            Report($"There can be only one input field named \"{name.Value}\".", _open.Peek()[name.Value], name);
        }

        return true;
    }

    public override void Leave(SyntaxNode node)
    {
        if (node is ObjectValueNode)
        {
            _open.Pop();
        }
    }
}
