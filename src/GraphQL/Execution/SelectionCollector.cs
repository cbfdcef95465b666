using System.Runtime.CompilerServices;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution.Incremental;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Validation.Rules;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Execution;

/// <summary>Groups the selections that apply to one object type by response name.</summary>
/// <remarks>https://spec.graphql.org/September2025/#CollectFields()</remarks>
internal readonly struct SelectionCollector(PreparedOperation operation, SelectionTree tree, ObjectType type)
{
    private readonly OrderedDictionary<string, List<Selected<FieldNode>>> _groups = [];

    // A fragment is visited once for each deferral it is spread under, and not again where it is spread without one.
    private readonly HashSet<(string Name, DirectiveNode? Deferral)> _visitedFragments = [];

    private readonly List<DeferUsage> _usages = [];

    /// <param name="selectionSets">The selection sets of the merged selections of the field that gives the object.</param>
    /// <param name="parent">The deferred fragments that that field waits for.</param>
    public CollectedFields Collect(IEnumerable<Selected<SelectionSetNode>> selectionSets, DeferUsage[] parent)
    {
        foreach (var (selectionSet, usage) in selectionSets)
        {
            Visit(selectionSet, usage);
        }

        var fields = new List<CollectedField>(_groups.Count);
        foreach (var selections in _groups.Values)
        {
            // A field that the type does not have is skipped: only a document that was not validated can select it.
            if (MetaFields.Find(operation.Document.Schema, type, selections[0].Node.Name.Value) is { } definition)
            {
                fields.Add(new CollectedField(tree, type, definition, [.. selections], StreamOf(selections[0].Node)));
            }
        }

        var deferral = tree.Conditions.IsIncremental ? DeferralPlan.Of(type, fields, _usages, parent) : null;
        return new CollectedFields(type, [.. fields], deferral);
    }

    private void Visit(SelectionSetNode selectionSet, DeferUsage? usage)
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
                    Add(field, usage);
                    break;
                case InlineFragmentNode inline when Applies(inline.TypeCondition):
                    VisitFragment(inline.SelectionSet, usage, DeferralOf(inline, usage));
                    break;
                case FragmentSpreadNode spread:
                    VisitSpread(spread, usage);
                    break;
                default:
                    break;
            }
        }
    }

    private void VisitSpread(FragmentSpreadNode spread, DeferUsage? outer)
    {
        if (operation.Document.FindFragment(spread.Name.Value) is not { } fragment || !Applies(fragment.TypeCondition))
        {
            return;
        }

        var deferral = DeferralOf(spread, outer);
        var name = spread.Name.Value;
        if (!_visitedFragments.Contains((name, null)) && _visitedFragments.Add((name, (deferral ?? outer)?.Directive)))
        {
            VisitFragment(fragment.SelectionSet, outer, deferral);
        }
    }

    private void VisitFragment(SelectionSetNode selectionSet, DeferUsage? outer, DeferUsage? deferral)
    {
        if (deferral is not null)
        {
            _usages.Add(deferral);
        }

        Visit(selectionSet, deferral ?? outer);
    }

    private void Add(FieldNode field, DeferUsage? usage)
    {
        if (!_groups.TryGetValue(field.ResponseName, out var selections))
        {
            _groups.Add(field.ResponseName, selections = []);
        }

        selections.Add(new(field, usage));
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

    private DeferUsage? DeferralOf(SelectionNode fragment, DeferUsage? outer) =>
        tree.Conditions.IsIncremental
        && IncrementalDirectives.Find(fragment.Directives, IncrementalDirectives.Defer) is { } directive
        && Condition(SpecifiedDirectives.Defer, directive)
            ? operation.IsSubscription ? throw NotInSubscriptions(SpecifiedDirectives.Defer) : new DeferUsage(directive, outer)
            : null;

    /// <summary>What validation could not see because a variable decides.</summary>
    internal static GraphQLException NotInSubscriptions(Directive directive) => new(
        $"`@{directive.Name}` directive not supported on subscription operations. " +
        $"Disable `@{directive.Name}` by setting the `if` argument to `false`.",
        ErrorCodes.ValidationError);

    // A condition that is null is an error of the field: the list finds out when it is completed.
    private StreamUsage? StreamOf(FieldNode field) =>
        tree.Conditions.IsIncremental
        && IncrementalDirectives.Find(field.Directives, IncrementalDirectives.Stream) is { } directive
        && KnownCondition(directive) != false
            ? new StreamUsage(directive, operation.IsSubscription)
            : null;

    // What is not known is null or absent: the ordinary coercion finds the default or words the error.
    private bool Condition(Directive definition, DirectiveNode node) =>
        KnownCondition(node)
        ?? (bool)ArgumentCoercion.CoerceArguments(definition, node, operation.ConditionValues(tree.Conditions))["if"]!;

    private bool? KnownCondition(DirectiveNode node) => IncrementalDirectives.FindArgument(node, "if") switch
    {
        BooleanValueNode literal => literal.Value,
        VariableNode variable => operation.TryGetCondition(variable.Name.Value, tree.Conditions),
        _ => null,
    };
}

/// <summary>A selection, and the deferred fragment that it stands in.</summary>
internal readonly record struct Selected<TNode>(TNode Node, DeferUsage? Usage)
    where TNode : SyntaxNode;
