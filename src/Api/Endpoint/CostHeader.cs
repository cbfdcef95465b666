using HealthGraph.GraphQL.Cost;

namespace HealthGraph.Api.Endpoint;

/// <summary><c>GraphQL-Cost</c>: <c>report</c> adds the cost to the response, <c>validate</c> gives it and executes nothing.</summary>
/// <remarks>HotChocolate's header; any other value is ignored, as there.</remarks>
internal static class CostHeader
{
    private const string Name = "GraphQL-Cost";

    public static CostMode Read(HttpRequest request)
    {
        string? value = request.Headers[Name];
        return string.Equals(value, "report", StringComparison.OrdinalIgnoreCase) ? CostMode.Report
            : string.Equals(value, "validate", StringComparison.OrdinalIgnoreCase) ? CostMode.Validate
            : CostMode.Enforce;
    }
}
