using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Validation;

/// <summary>Walks a document in the order of its text, keeping a <see cref="TypeInfo"/> in step.</summary>
internal abstract partial class TypedWalker(TypeInfo typeInfo)
{
    protected TypeInfo TypeInfo { get; } = typeInfo;

    public void Walk(SyntaxNode node)
    {
        StackGuard.Check();
        TypeInfo.Enter(node);
        if (Enter(node))
        {
            WalkChildren(node);
            Leave(node);
        }

        TypeInfo.Leave(node);
    }

    /// <summary>False leaves out what is inside the node, and <see cref="Leave"/>.</summary>
    protected abstract bool Enter(SyntaxNode node);

    protected virtual void Leave(SyntaxNode node)
    {
    }

    private void WalkChildren(SyntaxNode node)
    {
        switch (node)
        {
            case FieldNode field:
                WalkAll(field.Arguments);
                WalkAll(field.Directives);
                WalkOptional(field.SelectionSet);
                break;
            case SelectionSetNode set:
                WalkAll(set.Selections);
                break;
            case ArgumentNode argument:
                Walk(argument.Value);
                break;
            case DirectiveNode directive:
                WalkAll(directive.Arguments);
                break;
            case FragmentSpreadNode spread:
                WalkAll(spread.Directives);
                break;
            case InlineFragmentNode fragment:
                WalkOptional(fragment.TypeCondition);
                WalkAll(fragment.Directives);
                Walk(fragment.SelectionSet);
                break;
            case ObjectValueNode value:
                WalkAll(value.Fields);
                break;
            case ObjectFieldNode field:
                Walk(field.Value);
                break;
            case ListValueNode list:
                WalkAll(list.Values);
                break;
            case VariableDefinitionNode variable:
                Walk(variable.Variable);
                Walk(variable.Type);
                WalkOptional(variable.DefaultValue);
                WalkAll(variable.Directives);
                break;
            case ListTypeNode list:
                Walk(list.Type);
                break;
            case NonNullTypeNode nonNull:
                Walk(nonNull.Type);
                break;
            case OperationDefinitionNode operation:
                WalkAll(operation.VariableDefinitions);
                WalkAll(operation.Directives);
                Walk(operation.SelectionSet);
                break;
            case FragmentDefinitionNode fragment:
                WalkAll(fragment.VariableDefinitions);
                Walk(fragment.TypeCondition);
                WalkAll(fragment.Directives);
                Walk(fragment.SelectionSet);
                break;
            case DocumentNode document:
                WalkAll(document.Definitions);
                break;
            default:
                WalkTypeSystemChildren(node);
                break;
        }
    }

    private void WalkOptional(SyntaxNode? node)
    {
        if (node is not null)
        {
            Walk(node);
        }
    }

    private void WalkAll<T>(IReadOnlyList<T> nodes)
        where T : SyntaxNode
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            Walk(nodes[i]);
        }
    }
}
