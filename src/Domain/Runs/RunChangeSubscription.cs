using HealthGraph.Domain.Errors;

namespace HealthGraph.Domain.Runs;

/// <summary>The runs that changed since they were last asked for, each once, in the order of their first change.</summary>
public sealed class RunChangeSubscription : IDisposable
{
    /// <summary>Runs that may wait; a listener that is further behind than that is told so and dropped.</summary>
    public const int MaxWaiting = 10_000;

    private readonly Action<RunChangeSubscription> _leave;
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<Guid, bool> _waiting = [];
    private TaskCompletionSource? _listener;
    private bool _fellBehind;

    internal RunChangeSubscription(Action<RunChangeSubscription> leave) => _leave = leave;

    /// <summary>The next run that has changed, as soon as there is one.</summary>
    /// <exception cref="HealthGraphException">More runs have changed than may wait.</exception>
    public async ValueTask<Guid> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (_fellBehind)
                {
                    throw new HealthGraphException("SUBSCRIBER_TOO_SLOW", "More runs changed than this subscription could be told of. Subscribe again.");
                }

                if (_waiting.Count > 0)
                {
                    var (runId, _) = _waiting.GetAt(0);
                    _waiting.RemoveAt(0);
                    return runId;
                }

                arrival = (_listener ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await arrival.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _leave(this);

    internal void Add(Guid runId)
    {
        lock (_gate)
        {
            if (_waiting.Count >= MaxWaiting && !_waiting.ContainsKey(runId))
            {
                _fellBehind = true;
                _waiting.Clear();
            }

            if (!_fellBehind)
            {
                _waiting.TryAdd(runId, true);
            }

            _listener?.TrySetResult();
            _listener = null;
        }
    }
}
