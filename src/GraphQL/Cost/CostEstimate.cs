namespace HealthGraph.GraphQL.Cost;

/// <summary>What an operation costs at most with its actual variables.</summary>
/// <param name="FieldCost">The weights of fields and arguments, each as often as it is worked on.</param>
/// <param name="TypeCost">The weights of the objects in the response.</param>
public readonly record struct CostEstimate(double FieldCost, double TypeCost)
{
    /// <summary>The entries of <c>extensions.operationCost</c>.</summary>
    public IReadOnlyDictionary<string, object?> ToExtensions() => new Dictionary<string, object?>
    {
        ["operationCost"] = new Dictionary<string, object?> { ["fieldCost"] = Number(FieldCost), ["typeCost"] = Number(TypeCost) },
    };

    /// <summary>JSON has no infinity: it is told as text, as HotChocolate does.</summary>
    internal static object Number(double value) => double.IsInfinity(value) ? "Infinity" : value;
}
