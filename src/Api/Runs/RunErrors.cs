using System.Diagnostics;
using HealthGraph.Api.Composition;
using HealthGraph.Domain.Runs;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Scalars;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Api.Runs;

/// <summary>A run of the same kind is queued or running already.</summary>
internal sealed record RunAlreadyActiveError(Guid RunId)
    : MutationError("A run of this kind is queued or running already. Wait for it, or cancel it.");

/// <summary>The idempotency key stands for another request.</summary>
internal sealed record IdempotencyKeyReusedError(Guid RunId)
    : MutationError("The idempotency key was used before, for another request. Use a new one.");

/// <summary>There is no such run.</summary>
internal sealed record RunNotFoundError(Guid RunId) : MutationError("There is no run with this id.");

/// <summary>The run has ended, and cannot be cancelled.</summary>
internal sealed record RunAlreadyFinishedError(Guid RunId, string State) : MutationError($"The run has ended: it is {State}.");

/// <summary>Only a run that failed or was cancelled can be retried.</summary>
internal sealed record RunNotRetryableError(Guid RunId, string State)
    : MutationError($"Only a run that failed or was cancelled can be retried; this one is {State}.");

/// <summary>How the refusals of runs are shown in the schema.</summary>
internal static class RunErrors
{
    private static readonly Field RunId = new("runId", ExtendedScalars.Uuid.NonNull()) { Description = "The run that this is about." };

    private static readonly Field State = new("state", RunRelation.State.NonNull()) { Description = "How far the run is." };

    public static MutationErrorType AlreadyActive { get; } =
        MutationErrorType.Of<RunAlreadyActiveError>("A run of the same kind is queued or running already.", RunId);

    public static MutationErrorType KeyReused { get; } =
        MutationErrorType.Of<IdempotencyKeyReusedError>("The idempotency key was used before, for another request.", RunId);

    public static MutationErrorType NotFound { get; } = MutationErrorType.Of<RunNotFoundError>("There is no run with this id.", RunId);

    public static MutationErrorType AlreadyFinished { get; } =
        MutationErrorType.Of<RunAlreadyFinishedError>("The run has ended, and cannot be cancelled.", RunId, State);

    public static MutationErrorType NotRetryable { get; } =
        MutationErrorType.Of<RunNotRetryableError>("Only a run that failed or was cancelled can be retried.", RunId, State);

    /// <summary>The payload's value for what came of a request: the run, or why there is none.</summary>
    public static object From(EnqueueResult result) => result switch
    {
        EnqueueResult.Enqueued or EnqueueResult.AlreadyRequested => new RunReference(result.Run.Id),
        EnqueueResult.AlreadyActive => new MutationRefusal(new RunAlreadyActiveError(result.Run.Id)),
        EnqueueResult.IdempotencyKeyReused => new MutationRefusal(new IdempotencyKeyReusedError(result.Run.Id)),
        _ => throw new UnreachableException(result.GetType().Name),
    };

    public static object From(CancelResult result) => result switch
    {
        CancelResult.Cancelled cancelled => new RunReference(cancelled.Run.Id),
        CancelResult.CancelRequested requested => new RunReference(requested.Run.Id),
        CancelResult.AlreadyFinished finished => new MutationRefusal(new RunAlreadyFinishedError(finished.Run.Id, finished.Run.State.ToName())),
        CancelResult.NotFound missing => new MutationRefusal(new RunNotFoundError(missing.Id)),
        _ => throw new UnreachableException(result.GetType().Name),
    };

    public static object From(RetryResult result) => result switch
    {
        RetryResult.Retried retried => new RunReference(retried.Run.Id),
        RetryResult.AlreadyRequested before => new RunReference(before.Run.Id),
        RetryResult.AlreadyActive active => new MutationRefusal(new RunAlreadyActiveError(active.Run.Id)),
        RetryResult.IdempotencyKeyReused reused => new MutationRefusal(new IdempotencyKeyReusedError(reused.Run.Id)),
        RetryResult.NotRetryable finished => new MutationRefusal(new RunNotRetryableError(finished.Run.Id, finished.Run.State.ToName())),
        RetryResult.NotFound missing => new MutationRefusal(new RunNotFoundError(missing.Id)),
        _ => throw new UnreachableException(result.GetType().Name),
    };
}
