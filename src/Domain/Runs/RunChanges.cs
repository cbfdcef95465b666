using System.Collections.Concurrent;

namespace HealthGraph.Domain.Runs;

/// <summary>
/// Tells whoever listens on this node which runs have changed, on whatever node. What has changed is read by the listener, so that a
/// slow one finds the latest state and skips what lay between.
/// </summary>
public sealed class RunChanges
{
    private readonly ConcurrentDictionary<RunChangeSubscription, Guid?> _subscriptions = new();

    /// <summary>How many listen.</summary>
    public int Listeners => _subscriptions.Count;

    /// <summary>Listens from now on, to one run or to all.</summary>
    public RunChangeSubscription Subscribe(Guid? runId = null)
    {
        var subscription = new RunChangeSubscription(left => _subscriptions.TryRemove(left, out _));
        _subscriptions[subscription] = runId;
        return subscription;
    }

    public void Publish(Guid runId)
    {
        foreach (var (subscription, wanted) in _subscriptions)
        {
            if (wanted is null || wanted == runId)
            {
                subscription.Add(runId);
            }
        }
    }
}
