using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation;

/// <summary>A variable where a value is expected, and what is expected there.</summary>
internal sealed record VariableUsage(
    VariableNode Node, GraphQLType? Type, GraphQLType? ParentType, ValueNode? DefaultValue, bool BelongsToFragment);

/// <summary>Where variables are used, definition by definition.</summary>
internal sealed class VariableUsages(Schema schema, FragmentIndex fragments)
{
    private readonly Dictionary<ExecutableDefinitionNode, List<VariableUsage>> _own = [];
    private readonly Dictionary<OperationDefinitionNode, List<VariableUsage>> _all = [];

    /// <summary>Usages in the definition itself.</summary>
    public List<VariableUsage> In(ExecutableDefinitionNode definition)
    {
        if (!_own.TryGetValue(definition, out var usages))
        {
            var collector = new Collector(schema, definition);
            collector.Walk(definition);
            _own[definition] = usages = collector.Usages;
        }

        return usages;
    }

    /// <summary>Usages in an operation and in all fragments it uses.</summary>
    public List<VariableUsage> Under(OperationDefinitionNode operation)
    {
        if (_all.TryGetValue(operation, out var usages))
        {
            return usages;
        }

        usages = In(operation);
        var reached = fragments.ReachedFrom(operation);
        if (reached.Count > 0)
        {
            usages = [.. usages];
            foreach (var fragment in reached)
            {
                usages.AddRange(In(fragment));
            }
        }

        return _all[operation] = usages;
    }

    private sealed class Collector(Schema schema, ExecutableDefinitionNode definition) : TypedWalker(new TypeInfo(schema))
    {
        public List<VariableUsage> Usages { get; } = [];

        protected override bool Enter(SyntaxNode node)
        {
            if (node is VariableNode variable)
            {
                Usages.Add(new VariableUsage(
                    variable, TypeInfo.InputType, TypeInfo.ParentInputType, TypeInfo.DefaultValue, IsOfFragment(variable)));
            }

            return node is not VariableDefinitionNode;
        }

        private bool IsOfFragment(VariableNode variable)
        {
            if (definition is FragmentDefinitionNode)
            {
                foreach (var own in definition.VariableDefinitions)
                {
                    if (own.Variable.Name.Value == variable.Name.Value)
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }
}
