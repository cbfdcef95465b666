using HealthGraph.GraphQL.Execution.Incremental;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// What an operation selects under one set of conditions: collected on the way down, once, and kept with the prepared
/// operation. What <c>@defer</c> puts off is part of it.
/// </summary>
public sealed class SelectionTree
{
    private readonly PreparedOperation _operation;
    private CollectedFields? _root;

    internal SelectionTree(PreparedOperation operation, ConditionMask conditions)
    {
        _operation = operation;
        Conditions = conditions;
    }

    /// <summary>The variables that made these selections what they are.</summary>
    public ConditionMask Conditions { get; }

    /// <summary>The root fields of the operation.</summary>
    public CollectedFields CollectRoot(ObjectType rootType) => _root ??=
        new SelectionCollector(_operation, this, rootType).Collect([new(_operation.Definition.SelectionSet, null)], []);

    internal CollectedFields Collect(ObjectType type, IEnumerable<Selected<SelectionSetNode>> selectionSets, DeferUsage[] parent) =>
        new SelectionCollector(_operation, this, type).Collect(selectionSets, parent);
}
