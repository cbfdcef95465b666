using System.Collections.Concurrent;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.Execution;

/// <summary>One operation of a <see cref="PreparedDocument"/>, with what is derived from it once and used by every execution.</summary>
public sealed class PreparedOperation
{
    // Each combination of conditions is a tree of its own; a caller who tries them all must not fill the memory.
    private const int MaxTrees = 32;

    private readonly ConcurrentDictionary<ConditionMask, SelectionTree> _trees = new();
    private readonly Lazy<IReadOnlyList<string>> _conditionNames;

    internal PreparedOperation(PreparedDocument document, OperationDefinitionNode definition)
    {
        Document = document;
        Definition = definition;
        _conditionNames = new(() => ConditionVariableFinder.Find(document, definition));
        Variables = VariableSignature.Of(document.Schema, definition);
    }

    public PreparedDocument Document { get; }

    public OperationDefinitionNode Definition { get; }

    public Schema Schema => Document.Schema;

    /// <summary>The declared variables with their types.</summary>
    public IReadOnlyList<VariableSignature> Variables { get; }

    /// <summary>What other layers derive from the operation and keep with it.</summary>
    public Bag Bag { get; } = new();

    /// <summary>The values of the variables that <c>@skip</c> and <c>@include</c> look at.</summary>
    public ConditionMask GetConditions(IReadOnlyDictionary<string, object?> variables) =>
        ConditionMask.Of(_conditionNames.Value, variables);

    /// <summary>The selections under the conditions.</summary>
    public SelectionTree GetSelections(ConditionMask conditions)
    {
        if (_trees.TryGetValue(conditions, out var tree))
        {
            return tree;
        }

        tree = new SelectionTree(this, conditions);
        return _trees.Count < MaxTrees ? _trees.GetOrAdd(conditions, tree) : tree;
    }

    internal bool? TryGetCondition(string variable, ConditionMask conditions)
    {
        var names = _conditionNames.Value;
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == variable)
            {
                return conditions[i] switch
                {
                    ConditionState.True => true,
                    ConditionState.False => false,
                    _ => null,
                };
            }
        }

        return null;
    }

    internal Dictionary<string, object?> ConditionVariables(ConditionMask conditions)
    {
        var variables = new Dictionary<string, object?>();
        var names = _conditionNames.Value;
        for (var i = 0; i < names.Count; i++)
        {
            if (conditions[i] != ConditionState.Absent)
            {
                variables.Add(names[i], conditions[i] switch
                {
                    ConditionState.True => true,
                    ConditionState.False => false,
                    _ => null,
                });
            }
        }

        return variables;
    }
}
