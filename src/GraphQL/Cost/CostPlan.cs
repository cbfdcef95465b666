namespace HealthGraph.GraphQL.Cost;

/// <summary>The price of an operation as far as it can be told without variables; the rest is added up with each request.</summary>
internal sealed class CostPlan(CostSelection root)
{
    public CostEstimate Evaluate(IReadOnlyDictionary<string, object?> variables)
    {
        var (field, type) = root.Evaluate(variables, 1);
        return new CostEstimate(field, type);
    }
}

/// <summary>The fields selected on one object type: what is constant as a sum, and the fields that depend on variables.</summary>
internal sealed class CostSelection
{
    private readonly List<CostNode> _variable = [];

    public CostEstimate Constant { get; private set; }

    public bool IsConstant => _variable.Count == 0;

    public void Add(CostNode node)
    {
        if (node.Constant is { } constant)
        {
            Add(constant);
        }
        else
        {
            _variable.Add(node);
        }
    }

    public void Add(CostEstimate constant) =>
        Constant = new CostEstimate(Constant.FieldCost + constant.FieldCost, Constant.TypeCost + constant.TypeCost);

    /// <param name="variables">The coerced variables.</param>
    /// <param name="inherited">The size of the lists among these fields that the parent's <c>sizedFields</c> names.</param>
    public CostEstimate Evaluate(IReadOnlyDictionary<string, object?> variables, double inherited)
    {
        var (field, type) = Constant;
        foreach (var node in _variable)
        {
            var (nodeField, nodeType) = node.Evaluate(variables, inherited);
            field += nodeField;
            type += nodeType;
        }

        return new CostEstimate(field, type);
    }
}

/// <summary>One selected field.</summary>
internal sealed class CostNode
{
    /// <summary>The field's own weight.</summary>
    public required double Weight { get; init; }

    public required InputCost Arguments { get; init; }

    /// <summary>The weight of an object that the field gives; 0 for a leaf.</summary>
    public required double TypeWeight { get; init; }

    /// <summary>How the number of items is told; null for a field that gives one value.</summary>
    public required ListLength? Length { get; init; }

    /// <summary>The number of items of a list that nothing is said of.</summary>
    public required double FixedLength { get; init; }

    /// <summary>Whether the length belongs to fields below (<c>sizedFields</c>).</summary>
    public required bool PassesLengthOn { get; init; }

    /// <summary>Whether the length is that of the parent's <c>sizedFields</c>.</summary>
    public required bool InheritsLength { get; init; }

    /// <summary>What is selected below, for each object type that the value can be.</summary>
    public required IReadOnlyList<CostSelection> Selections { get; init; }

    /// <summary>The price, when it depends on no variable.</summary>
    public CostEstimate? Constant { get; set; }

    public CostEstimate Evaluate(IReadOnlyDictionary<string, object?> variables, double inherited)
    {
        var length = Length?.Evaluate(variables) ?? FixedLength;
        var items = InheritsLength ? inherited : PassesLengthOn ? 1 : length;
        var field = 0d;
        var type = 0d;
        foreach (var selection in Selections)
        {
            // Which of them it will be is not known: the dearest counts.
            var (selectionField, selectionType) = selection.Evaluate(variables, PassesLengthOn ? length : 1);
            field = Math.Max(field, selectionField);
            type = Math.Max(type, selectionType);
        }

        return new CostEstimate(
            Weight + Arguments.Evaluate(variables) + Times(items, field), Times(items, TypeWeight + type));
    }

    // Nothing of something without end is nothing, not "not a number".
    private static double Times(double items, double cost) => items == 0 || cost == 0 ? 0 : items * cost;
}
