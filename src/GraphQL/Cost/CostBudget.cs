namespace HealthGraph.GraphQL.Cost;

/// <summary>What several operations of one HTTP request have cost together, so that splitting a workload saves nothing.</summary>
public sealed class CostBudget
{
    private readonly Lock _gate = new();
    private CostEstimate _spent;

    /// <summary>Adds an operation, and gives the sum with it.</summary>
    internal CostEstimate Add(CostEstimate cost)
    {
        lock (_gate)
        {
            return _spent = new CostEstimate(_spent.FieldCost + cost.FieldCost, _spent.TypeCost + cost.TypeCost);
        }
    }
}
