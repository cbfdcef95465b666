namespace HealthGraph.Jobs.Runs;

/// <summary>
/// Does the runs of one kind. It may be called again for the same run after a failure, a kill or a hand-over, on any node, and goes
/// on from the run's parts and checkpoint; what it publishes, it publishes through <see cref="RunContext.PublishAsync"/>.
/// </summary>
public interface IRunHandler
{
    string Kind { get; }

    Task ExecuteAsync(RunContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Takes away what an unsuccessful run leaves, once it has failed for good or was cancelled. Called by the run's last owner, before
    /// anybody can ask for a retry.
    /// </summary>
    Task CleanUpAsync(RunContext context, CancellationToken cancellationToken);
}
