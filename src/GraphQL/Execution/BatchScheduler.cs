namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// Sends off batches when an execution has nothing left to do but wait: every resolver that could run has run, so every key
/// that can be asked for together has been asked for.
/// </summary>
/// <remarks>
/// The executor brackets each stretch of synchronous work with <see cref="Enter"/> and <see cref="Exit"/>; the last one out
/// dispatches. A load from outside such a stretch (a resolver that waited for something else first) is dispatched by itself.
/// </remarks>
internal sealed class BatchScheduler
{
    private readonly Lock _gate = new();
    private List<Action>? _pending;
    private int _working;

    public void Enter() => Interlocked.Increment(ref _working);

    public void Exit()
    {
        if (Interlocked.Decrement(ref _working) == 0)
        {
            Dispatch();
        }
    }

    /// <summary>Has the batch sent when the current work is done.</summary>
    public void Schedule(Action dispatch)
    {
        lock (_gate)
        {
            (_pending ??= []).Add(dispatch);
        }

        if (Volatile.Read(ref _working) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static scheduler => scheduler.Dispatch(), this, preferLocal: true);
        }
    }

    private void Dispatch()
    {
        if (Volatile.Read(ref _pending) is null)
        {
            return;
        }

        List<Action>? batches;
        lock (_gate)
        {
            batches = _pending;
            _pending = null;
        }

        foreach (var batch in batches ?? [])
        {
            batch();
        }
    }
}
