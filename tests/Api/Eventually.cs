using System.Diagnostics;

namespace HealthGraph.Api.Tests;

/// <summary>Waits for what another thread, node or server is about to do.</summary>
internal static class Eventually
{
    // Far longer than anything takes: a wait that ends without what was waited for is a failure, not a run that never ends.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>Asks again until it holds.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string otherwise)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < LongestWait, otherwise);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
