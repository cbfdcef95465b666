namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// Turns many loads of one value each into few loads of many: resolvers that are called once per item ask for a key, and all
/// keys asked for before the execution has to wait are fetched together. A key is fetched once per execution.
/// </summary>
/// <remarks>Make it with <see cref="For"/>, so that all resolvers of one execution share it.</remarks>
public sealed class BatchLoader<TKey, TValue>
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, TaskCompletionSource<TValue?>> _known = [];
    private readonly OperationContext _operation;
    private readonly Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> _fetch;
    private readonly int _maxBatchSize;
    private List<TKey> _waiting = [];

    private BatchLoader(
        OperationContext operation,
        Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> fetch,
        int maxBatchSize)
    {
        _operation = operation;
        _fetch = fetch;
        _maxBatchSize = maxBatchSize;
    }

    /// <summary>The loader of that name for this execution.</summary>
    /// <param name="operation">The execution.</param>
    /// <param name="name">Tells loaders of the same types apart.</param>
    /// <param name="fetch">Fetches the values of many keys; a key without a value is left out.</param>
    /// <param name="maxBatchSize">The most keys in one fetch.</param>
    public static BatchLoader<TKey, TValue> For(
        OperationContext operation,
        string name,
        Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> fetch,
        int maxBatchSize = 1000) =>
        operation.Bag.GetOrAdd(
            name,
            static (_, made) => new BatchLoader<TKey, TValue>(made.operation, made.fetch, made.maxBatchSize),
            (operation, fetch, maxBatchSize));

    /// <summary>The value of a key; the default of <typeparamref name="TValue"/> when there is none.</summary>
    public Task<TValue?> LoadAsync(TKey key)
    {
        bool first;
        Task<TValue?> task;
        lock (_gate)
        {
            if (_known.TryGetValue(key, out var known))
            {
                return known.Task;
            }

            // Continuations run inside the completion below on purpose: what they load next makes one batch again.
            var source = new TaskCompletionSource<TValue?>();
            _known.Add(key, source);
            _waiting.Add(key);
            first = _waiting.Count == 1;
            task = source.Task;
        }

        if (first)
        {
            _operation.Batches.Schedule(Dispatch);
        }

        return task;
    }

    private void Dispatch()
    {
        List<TKey> keys;
        lock (_gate)
        {
            keys = _waiting;
            _waiting = [];
        }

        foreach (var chunk in keys.Chunk(_maxBatchSize))
        {
            // Never faults: whatever happens is handed to those who wait for the keys.
            _ = FetchAsync(chunk);
        }
    }

    private async Task FetchAsync(TKey[] keys)
    {
        IReadOnlyDictionary<TKey, TValue>? values = null;
        Exception? failure = null;
        try
        {
            values = await _fetch(keys, _operation.CancellationToken);
        }
#pragma warning disable CA1031 // Every failure belongs to the resolvers that asked; the executor tells them apart.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception;
        }

        _operation.Batches.Enter();
        try
        {
            foreach (var key in keys)
            {
                Complete(key, values, failure);
            }
        }
        finally
        {
            _operation.Batches.Exit();
        }
    }

    private void Complete(TKey key, IReadOnlyDictionary<TKey, TValue>? values, Exception? failure)
    {
        TaskCompletionSource<TValue?> source;
        lock (_gate)
        {
            source = _known[key];
        }

        if (failure is not null)
        {
            source.SetException(failure);
        }
        else
        {
            source.SetResult(values!.TryGetValue(key, out var value) ? value : default);
        }
    }
}
