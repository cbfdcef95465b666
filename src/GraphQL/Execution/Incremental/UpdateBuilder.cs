using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>One payload while it is put together.</summary>
internal sealed class UpdateBuilder
{
    private readonly List<PendingResult> _pending = [];
    private readonly List<IncrementalEntry> _incremental = [];
    private readonly List<CompletedResult> _completed = [];

    public IReadOnlyList<PendingResult> Pending => _pending;

    public bool IsEmpty => _pending.Count + _incremental.Count + _completed.Count == 0;

    public IncrementalUpdate Build(IncrementalDelivery delivery, bool hasNext) =>
        new() { Pending = _pending, Incremental = _incremental, Completed = _completed, HasNext = hasNext, Delivery = delivery };

    public void Announce(string id, ResponsePath? path, string? label) => _pending.Add(new(id, path, label));

    public void Complete(string id, GraphQLError? error) => _completed.Add(error is null ? new(id) : new(id, error));

    public void AddItems(string id, IReadOnlyList<DeferredOutcome> items) => _incremental.Add(
        new IncrementalItems(id, [.. items.Select(item => item.Value)]) { Errors = [.. items.SelectMany(item => item.Errors)] });

    /// <summary>Adds what a task brings to one of its groups, under the id of the one with the longest path.</summary>
    public void AddData(DeliveryGroup group, DeferredTask task, DeferredOutcome outcome)
    {
        var best = group;
        var above = LengthOf(group.Path);
        foreach (var other in task.Groups)
        {
            var length = LengthOf(other.Path);
            if (other.Id is not null && length > above)
            {
                best = other;
                above = length;
            }
        }

        IReadOnlyList<object> subPath = task.Path is null ? [] : [.. task.Path.ToList().Skip(above)];
        _incremental.Add(new IncrementalData(best.Id!, subPath, outcome.Value!)
        {
            Errors = outcome.Errors,
            Execution = outcome.Execution,
        });
    }

    private static int LengthOf(ResponsePath? path) => path?.ToList().Count ?? 0;
}
