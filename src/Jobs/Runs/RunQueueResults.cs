using HealthGraph.Domain.Runs;

namespace HealthGraph.Jobs.Runs;

/// <summary>Every answer to a request for a run.</summary>
public abstract record EnqueueResult
{
    private EnqueueResult(Run run) => Run = run;

    /// <summary>The new run, or the one that stands in its way.</summary>
    public Run Run { get; }

    public sealed record Enqueued(Run NewRun) : EnqueueResult(NewRun);

    /// <summary>The same request came before, under the same idempotency key: this is its run.</summary>
    public sealed record AlreadyRequested(Run FirstRun) : EnqueueResult(FirstRun);

    /// <summary>The idempotency key was used before, for something else.</summary>
    public sealed record IdempotencyKeyReused(Run OtherRun) : EnqueueResult(OtherRun);

    /// <summary>A run of the same kind and active key is queued or running.</summary>
    public sealed record AlreadyActive(Run ActiveRun) : EnqueueResult(ActiveRun);
}

/// <summary>Every answer to a request to cancel a run.</summary>
public abstract record CancelResult
{
    private CancelResult() { }

    /// <summary>It had not begun, and will not.</summary>
    public sealed record Cancelled(Run Run) : CancelResult;

    /// <summary>It is running, and stops within about a second.</summary>
    public sealed record CancelRequested(Run Run) : CancelResult;

    public sealed record AlreadyFinished(Run Run) : CancelResult;

    public sealed record NotFound(Guid Id) : CancelResult;
}

/// <summary>Every answer to a request to do a run again.</summary>
public abstract record RetryResult
{
    private RetryResult() { }

    /// <summary>A new run with the same arguments.</summary>
    public sealed record Retried(Run Run) : RetryResult;

    /// <summary>The same request came before, under the same idempotency key: this is its run.</summary>
    public sealed record AlreadyRequested(Run Run) : RetryResult;

    /// <summary>The idempotency key was used before, for something else.</summary>
    public sealed record IdempotencyKeyReused(Run Run) : RetryResult;

    /// <summary>A run of the same kind and active key is queued or running.</summary>
    public sealed record AlreadyActive(Run Run) : RetryResult;

    /// <summary>Only a run that failed or was cancelled can be retried.</summary>
    public sealed record NotRetryable(Run Run) : RetryResult;

    public sealed record NotFound(Guid Id) : RetryResult;
}
