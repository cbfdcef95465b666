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
    private readonly Lazy<ConditionVariables> _conditions;

    internal PreparedOperation(PreparedDocument document, OperationDefinitionNode definition)
    {
        Document = document;
        Definition = definition;
        _conditions = new(() => ConditionVariables.Of(document, definition));
        Variables = VariableSignature.Of(document.Schema, definition);
    }

    /// <summary>The document that the operation is in.</summary>
    public PreparedDocument Document { get; }

    /// <summary>The operation in its document.</summary>
    public OperationDefinitionNode Definition { get; }

    /// <summary>The schema that the document was validated against.</summary>
    public Schema Schema => Document.Schema;

    internal bool IsSubscription => Definition.Operation == OperationType.Subscription;

    /// <summary>The declared variables with their types.</summary>
    public IReadOnlyList<VariableSignature> Variables { get; }

    /// <summary>What other layers derive from the operation and keep with it.</summary>
    public Bag Bag { get; } = new();

    /// <summary>The values of the variables that decide what is selected.</summary>
    /// <param name="variables">The coerced variables.</param>
    /// <param name="acceptsIncrementalDelivery">Whether <c>@defer</c> and <c>@stream</c> may put something off.</param>
    public ConditionMask GetConditions(IReadOnlyDictionary<string, object?> variables, bool acceptsIncrementalDelivery = false)
    {
        // In a subscription the directives are heeded whatever the transport: they are errors there.
        var conditions = _conditions.Value;
        var incremental = conditions.PutsOff && (acceptsIncrementalDelivery || IsSubscription);
        return ConditionMask.Of(conditions.Names(incremental), variables, incremental);
    }

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
        var names = _conditions.Value.Names(conditions.IsIncremental);
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

    internal Dictionary<string, object?> ConditionValues(ConditionMask conditions)
    {
        var variables = new Dictionary<string, object?>();
        var names = _conditions.Value.Names(conditions.IsIncremental);
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
