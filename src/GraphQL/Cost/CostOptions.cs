namespace HealthGraph.GraphQL.Cost;

/// <summary>What an operation may cost.</summary>
public sealed record CostOptions
{
    /// <summary>The work of an operation: fields, joins, filters, orders, each as often as it is done.</summary>
    public double MaxFieldCost { get; init; } = 30_000;

    /// <summary>The objects of a response.</summary>
    public double MaxTypeCost { get; init; } = 100_000;

    /// <summary>The items of a list that <c>@listSize</c> says nothing of.</summary>
    public double DefaultListSize { get; init; } = 50;

    /// <summary>
    /// Fields priced for one operation, counted once for every object type that an interface or union may turn out to be.
    /// </summary>
    public int MaxPricedFields { get; init; } = 100_000;
}

/// <summary>What a request wants to know of its cost.</summary>
public enum CostMode
{
    /// <summary>Nothing: the limit is kept.</summary>
    Enforce,

    /// <summary>The cost, beside the result.</summary>
    Report,

    /// <summary>The cost, and no result: nothing is executed.</summary>
    Validate,
}
