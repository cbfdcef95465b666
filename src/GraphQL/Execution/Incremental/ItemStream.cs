using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>The rest of a list that a resolver returned.</summary>
/// <remarks>Items are completed beside each other, so that batch loaders see them together, and handed over in their order.</remarks>
/// <param name="path">The list.</param>
/// <param name="label">The label of the directive.</param>
/// <param name="source">The items that are left. Read by one task at a time, and disposed by it.</param>
/// <param name="consumer">What becomes of an item.</param>
/// <param name="readAhead">How many items may wait to be taken.</param>
internal sealed class ItemStream(
    ResponsePath path, string? label, IAsyncEnumerator<object?> source, OperationExecution.ItemCompletion consumer, int readAhead)
    : DeliveryStream(path, label)
{
    private readonly Lock _gate = new();
    private readonly Queue<Task<DeferredOutcome>> _items = new();
    private Action<DeliveryStream>? _onReady;
    private TaskCompletionSource<bool>? _room;
    private GraphQLError? _failure;
    private bool _isReading;
    private bool _isTold;
    private bool _hasEnded;
    private bool _isClosed;

    public override void Start(Action<DeliveryStream> onReady)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isReading = true;
            _onReady = onReady;
        }

        // Never faults: a failure is the end of the list.
        _ = ReadAsync();
    }

    public override StreamBatch Take()
    {
        TaskCompletionSource<bool>? room = null;
        StreamBatch batch;
        lock (_gate)
        {
            batch = TakeReady();
            _isTold = batch.HasMore;
            if (_items.Count < readAhead)
            {
                (room, _room) = (_room, null);
            }
        }

        room?.SetResult(true);
        return batch;
    }

    public override void Close()
    {
        TaskCompletionSource<bool>? room;
        bool isReading;
        lock (_gate)
        {
            _isClosed = true;
            isReading = _isReading;
            (room, _room) = (_room, null);
        }

        room?.SetResult(true);
        if (!isReading)
        {
            _ = DisposeAsync();
        }
    }

    private StreamBatch TakeReady()
    {
        var items = new List<DeferredOutcome>();
        while (_items.TryPeek(out var next) && next.IsCompletedSuccessfully)
        {
            // What comes before a failure is a delivery of its own.
            if (next.Result.Value is FieldFailure failure)
            {
                return items.Count > 0 ? new(items, HasMore: true) : new(items, IsLast: true, failure.Error);
            }

            items.Add(_items.Dequeue().Result);
        }

        if (_items.Count > 0 || !_hasEnded)
        {
            return new(items);
        }

        return _failure is not null && items.Count > 0 ? new(items, HasMore: true) : new(items, IsLast: true, _failure);
    }

    private async Task ReadAsync()
    {
        GraphQLError? failure = null;
        var isAborted = false;
        consumer.Enter();
        try
        {
            while (!Volatile.Read(ref _isClosed) && await MoveNextAsync())
            {
                var item = consumer.CompleteAsync(source.Current).AsTask();
                Add(item);
                if (item.IsCompletedSuccessfully && item.Result.Value is FieldFailure)
                {
                    break;
                }

                await WaitForRoomAsync();
            }
        }
#pragma warning disable CA1031 // Any failure of the source is the end of the list.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            isAborted = consumer.IsAbort(exception);
            failure = isAborted ? null : consumer.Describe(exception);
        }
        finally
        {
            consumer.Exit();
        }

        await DisposeAsync();
        if (isAborted)
        {
            // The delivery is over and says so itself: this is not the end of the list.
            return;
        }

        lock (_gate)
        {
            _failure = failure;
            _hasEnded = true;
        }

        Tell();
    }

    private ValueTask<bool> MoveNextAsync()
    {
        var moved = source.MoveNextAsync();
        return moved.IsCompleted ? moved : OutsideAsync(moved.AsTask());
    }

    private ValueTask<bool> WaitForRoomAsync()
    {
        TaskCompletionSource<bool> room;
        lock (_gate)
        {
            if (_items.Count < readAhead || _isClosed)
            {
                return new(true);
            }

            _room = room = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return OutsideAsync(room.Task);
    }

    // While it waits, batches of what was asked for so far are sent off.
    private async ValueTask<bool> OutsideAsync(Task<bool> wait)
    {
        consumer.Exit();
        try
        {
            return await wait;
        }
        finally
        {
            consumer.Enter();
        }
    }

    private void Add(Task<DeferredOutcome> item)
    {
        lock (_gate)
        {
            _items.Enqueue(item);
        }

        if (item.IsCompleted)
        {
            Tell();
        }
        else
        {
            _ = item.ContinueWith(static (_, stream) => ((ItemStream)stream!).Tell(), this, TaskScheduler.Default);
        }
    }

    private void Tell()
    {
        lock (_gate)
        {
            var isReady = _items.TryPeek(out var next) ? next.IsCompletedSuccessfully : _hasEnded;
            if (_isTold || !isReady)
            {
                return;
            }

            _isTold = true;
        }

        _onReady!(this);
    }

    private async Task DisposeAsync()
    {
        try
        {
            await source.DisposeAsync();
        }
#pragma warning disable CA1031 // The list is over; how its source closes is for the log.
        catch (Exception exception) when (!consumer.IsAbort(exception))
#pragma warning restore CA1031
        {
            _ = consumer.Describe(exception);
        }
    }
}
