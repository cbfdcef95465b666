using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>A field of an input object is given once.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Input-Object-Field-Uniqueness</remarks>
internal sealed class UniqueInputFieldNamesRule(ValidationContext context) : RuleVisitor(context)
{
    private readonly Stack<Dictionary<string, NameNode>> _known = [];

    public override bool Enter(SyntaxNode node)
    {
        if (node is ObjectFieldNode { Name: { } name })
        {
            if (!_known.Peek().TryAdd(name.Value, name))
            {
                Report($"There can be only one input field named \"{name.Value}\".", _known.Peek()[name.Value], name);
            }
        }
        else
        {
            _known.Push([]);
        }

        return true;
    }

    public override void Leave(SyntaxNode node) => _known.Pop();
}
