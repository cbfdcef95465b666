using System.Runtime.CompilerServices;

using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Execution;

/// <summary>Groups the selections that apply to one object type by response name.</summary>
/// <remarks>https://spec.graphql.org/September2025/#CollectFields()</remarks>
internal readonly struct SelectionCollector(PreparedOperation operation, SelectionTree tree, ObjectType type)
{
    private readonly OrderedDictionary<string, List<FieldNode>> _groups = [];
    private readonly HashSet<string> _visitedFragments = [];

    public CollectedFields Collect(IEnumerable<SelectionSetNode> selectionSets)
    {
        foreach (var selectionSet in selectionSets)
        {
            Visit(selectionSet);
        }

        var fields = new List<CollectedField>(_groups.Count);
        foreach (var nodes in _groups.Values)
        {
            // A field that the type does not have is skipped: only a document that was not validated can select it.
            if (MetaFields.Find(operation.Document.Schema, type, nodes[0].Name.Value) is { } definition)
            {
                fields.Add(new CollectedField(tree, type, definition, [.. nodes]));
            }
        }

        return new CollectedFields(type, [.. fields]);
    }

    private void Visit(SelectionSetNode selectionSet)
    {
        // Fragments can be chained far deeper than the parser's nesting limit.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var selection in selectionSet.Selections)
        {
            if (!IsIncluded(selection))
            {
                continue;
            }

            switch (selection)
            {
                case FieldNode field:
                    Add(field);
                    break;
                case InlineFragmentNode inline when Applies(inline.TypeCondition):
                    Visit(inline.SelectionSet);
                    break;
                case FragmentSpreadNode spread when _visitedFragments.Add(spread.Name.Value)
                    && operation.Document.FindFragment(spread.Name.Value) is { } fragment && Applies(fragment.TypeCondition):
                    Visit(fragment.SelectionSet);
                    break;
                default:
                    break;
            }
        }
    }

    private void Add(FieldNode field)
    {
        if (!_groups.TryGetValue(field.ResponseName, out var nodes))
        {
            _groups.Add(field.ResponseName, nodes = []);
        }

        nodes.Add(field);
    }

    private bool Applies(NamedTypeNode? condition) =>
        condition is null
        || (operation.Document.Schema.FindType(condition.Name.Value) is { } named && operation.Document.Schema.IsPossibleType(named, type));

    private bool IsIncluded(SelectionNode selection)
    {
        foreach (var directive in selection.Directives)
        {
            if (directive.Name.Value == SpecifiedDirectives.Skip.Name && Condition(SpecifiedDirectives.Skip, directive))
            {
                return false;
            }

            if (directive.Name.Value == SpecifiedDirectives.Include.Name && !Condition(SpecifiedDirectives.Include, directive))
            {
                return false;
            }
        }

        return true;
    }

    private bool Condition(Directive definition, DirectiveNode node) => node.Arguments switch
    {
        [{ Value: BooleanValueNode literal }] => literal.Value,
        [{ Value: VariableNode variable }] when operation.TryGetCondition(variable.Name.Value, tree.Conditions) is { } value => value,
        _ => RequiredCondition(definition, node),
    };

    // Null or absent where the directive wants a Boolean: the ordinary coercion words the error.
    private bool RequiredCondition(Directive definition, DirectiveNode node) =>
        (bool)ArgumentCoercion.CoerceArguments(definition, node, operation.ConditionVariables(tree.Conditions))["if"]!;
}
