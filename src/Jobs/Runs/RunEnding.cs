namespace HealthGraph.Jobs.Runs;

/// <summary>What stopped a handler.</summary>
internal abstract record RunEnding
{
    private RunEnding() { }

    public sealed record Succeeded : RunEnding;

    public sealed record Cancelled : RunEnding;

    /// <summary>The node was asked to stop, or Quartz interrupted the execution.</summary>
    public sealed record Interrupted : RunEnding;

    public sealed record LeaseLost : RunEnding;

    public sealed record Failed(RunFailure Failure, Exception Exception) : RunEnding;
}
