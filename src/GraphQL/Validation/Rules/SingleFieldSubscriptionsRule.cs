using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation.Rules;

/// <summary>A subscription has one root field: it is the stream.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Single-Root-Field</remarks>
internal sealed class SingleFieldSubscriptionsRule(ValidationContext context) : RuleVisitor(context)
{
    public override bool Enter(SyntaxNode node)
    {
        if (node is OperationDefinitionNode { Operation: OperationType.Subscription } operation &&
            Context.Schema.SubscriptionType is { } root)
        {
            var collector = new Collector(Context, root);
            collector.Collect(operation.SelectionSet, defer: null);
            Check(operation, collector);
        }

        return false;
    }

    private void Check(OperationDefinitionNode operation, Collector collector)
    {
        var subject = operation.Name is { } name ? $"Subscription \"{name.Value}\"" : "Anonymous Subscription";
        if (collector.Conditions.Count > 0)
        {
            Report(
                $"{subject} must not use `@skip` or `@include` directives in the top level selection.",
                [.. collector.Conditions]);
            return;
        }

        var groups = collector.Groups;
        if (groups.Count == 0)
        {
            Report($"{subject} must select one top level field.", operation.SelectionSet);
        }
        else if (groups.Count > 1)
        {
            Report($"{subject} must select only one top level field.", [.. groups.Values.Skip(1).SelectMany(fields => fields)]);
        }

        foreach (var fields in groups.Values)
        {
            if (fields[0].Name.Value.StartsWith("__", StringComparison.Ordinal))
            {
                Report($"{subject} must not select an introspection top level field.", [.. fields]);
            }
        }
    }

    /// <summary>The root fields as execution would collect them, and the conditions that may not stand there.</summary>
    private sealed class Collector(ValidationContext context, ObjectType root)
    {
        private readonly HashSet<(string Fragment, DirectiveNode? Defer)> _visited = [];

        public OrderedDictionary<string, List<FieldNode>> Groups { get; } = [];

        public List<DirectiveNode> Conditions { get; } = [];

        public void Collect(SelectionSetNode set, DirectiveNode? defer)
        {
            StackGuard.Check();
            foreach (var selection in set.Selections)
            {
                if (FindCondition(selection) is { } condition)
                {
                    Conditions.Add(condition);
                    continue;
                }

                switch (selection)
                {
                    case FieldNode field:
                        (Groups.TryGetValue(field.ResponseName, out var fields) ? fields : Groups[field.ResponseName] = [])
                            .Add(field);
                        break;
                    case InlineFragmentNode fragment when Matches(fragment.TypeCondition):
                        Collect(fragment.SelectionSet, FindDefer(fragment) ?? defer);
                        break;
                    case FragmentSpreadNode spread:
                        CollectSpread(spread, defer);
                        break;
                }
            }
        }

        // A fragment counts again for each @defer that it is spread under, until it was spread under none.
        private void CollectSpread(FragmentSpreadNode spread, DirectiveNode? outerDefer)
        {
            var name = spread.Name.Value;
            if (context.Fragments.Find(name) is not { } fragment || !Matches(fragment.TypeCondition))
            {
                return;
            }

            var defer = FindDefer(spread) ?? outerDefer;
            if (!_visited.Contains((name, null)) && _visited.Add((name, defer)))
            {
                context.Fragments.CountVisit();
                Collect(fragment.SelectionSet, defer);
            }
        }

        private bool Matches(NamedTypeNode? condition) =>
            condition is null ||
            (context.Schema.FindType(condition.Name.Value) is { } type && context.Schema.IsPossibleType(type, root));

        private static DirectiveNode? FindCondition(SelectionNode selection) =>
            IncrementalDirectives.Find(selection.Directives, "skip") ??
            IncrementalDirectives.Find(selection.Directives, "include");

        private static DirectiveNode? FindDefer(SelectionNode selection) =>
            IncrementalDirectives.Find(selection.Directives, IncrementalDirectives.Defer) is { } defer &&
            IncrementalDirectives.FindArgument(defer, "if") is not BooleanValueNode { Value: false }
                ? defer
                : null;
    }
}
