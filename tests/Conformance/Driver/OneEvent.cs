namespace HealthGraph.Conformance.Driver;

/// <summary>A source stream of one event, so that a subscription answers like a query.</summary>
internal static class OneEvent
{
    public static async IAsyncEnumerable<object?> Of(object? value)
    {
        await Task.CompletedTask;
        yield return value;
    }
}
