using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// What an operation selects under one set of <c>@skip</c> and <c>@include</c> conditions: collected on the way down, once,
/// and kept with the prepared operation.
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

    public ConditionMask Conditions { get; }

    /// <summary>The root fields of the operation.</summary>
    public CollectedFields CollectRoot(ObjectType rootType) => _root ??=
        new SelectionCollector(_operation, this, rootType).Collect([_operation.Definition.SelectionSet]);

    internal CollectedFields Collect(ObjectType type, FieldNode[] parents) =>
        new SelectionCollector(_operation, this, type).Collect(parents.Select(parent => parent.SelectionSet).OfType<SelectionSetNode>());
}
