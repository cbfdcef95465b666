using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>Every fragment is used by some operation.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Fragments-Must-Be-Used</remarks>
internal sealed class NoUnusedFragmentsRule(ValidationContext context) : RuleVisitor(context)
{
    private readonly List<OperationDefinitionNode> _operations = [];
    private readonly List<FragmentDefinitionNode> _fragments = [];

    public override bool Enter(SyntaxNode node)
    {
        if (node is OperationDefinitionNode operation)
        {
            _operations.Add(operation);
        }
        else
        {
            _fragments.Add((FragmentDefinitionNode)node);
        }

        return false;
    }

    public override void Leave(SyntaxNode node)
    {
        if (_fragments.Count == 0)
        {
            return;
        }

        var used = Context.Fragments.NamesUsedBy(_operations);
        foreach (var fragment in _fragments)
        {
            if (!used.Contains(fragment.Name!.Value))
            {
                Report($"Fragment \"{fragment.Name.Value}\" is never used.", fragment);
            }
        }
    }
}
