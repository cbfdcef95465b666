using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>The payloads after the first of one response.</summary>
/// <remarks>
/// Tasks and lists tell of themselves through a channel; whoever reads the updates takes what is there and makes one payload of it.
/// What finishes without waiting comes in the payload that started it; a list begins with the next.
/// </remarks>
internal sealed class IncrementalDelivery
{
    private readonly Channel<Event> _events = Channel.CreateUnbounded<Event>(new() { SingleReader = true });
    private readonly OperationContext _operation;
    private readonly OperationExecutorOptions _options;
    private readonly Deadline _deadline;
    private readonly DeliveryGraph _graph;
    private readonly IncrementalWork _work;

    // What belongs to a value that is written with the payload in hand.
    private readonly List<DeferredTask> _late = [];

    public IncrementalDelivery(OperationContext operation, OperationExecutorOptions options, Deadline deadline, IncrementalWork work)
    {
        _operation = operation;
        _options = options;
        _deadline = deadline;
        _graph = new DeliveryGraph(operation.OpenStreams, Start);
        operation.Delivery = this;
        _work = work;
    }

    public IncrementalResult Result(ExecutionResult initial)
    {
        var first = new UpdateBuilder();
        _graph.Begin(_work, first);
        return new IncrementalResult { Initial = initial, Pending = first.Pending, Updates = ReadAsync(), Delivery = this };
    }

    /// <summary>Whether nothing is left to deliver.</summary>
    public bool IsDone => _graph.IsDone;

    /// <summary>A streamed value failed while it was written: what it announced for later is dropped.</summary>
    public void Drop(ResponsePath path) => _graph.Drop(path);

    public IReadOnlyList<PendingResult> WithoutDropped(IReadOnlyList<PendingResult> pending) => _graph.WithoutDropped(pending);

    /// <summary>Ends what runs and closes what is open. Harmless when the delivery is over.</summary>
    public void End()
    {
        _deadline.Cancel();
        _operation.OpenStreams.CloseAll();
    }

    private async IAsyncEnumerable<IncrementalUpdate> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_graph.IsDone)
        {
            yield break;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, cancellationToken);
        try
        {
            _graph.StartTasks();
            var again = new List<DeliveryStream>();
            var update = new UpdateBuilder();
            Handle(update, again);
            while (!_graph.IsDone)
            {
                if (!update.IsEmpty)
                {
                    yield return update.Build(this, hasNext: true);
                    update = new UpdateBuilder();
                }

                Start(again);
                if (await WaitAsync(either.Token))
                {
                    Handle(update, again);
                }
                else
                {
                    _graph.Fail(OperationExecution.TimeoutError(_options.Timeout), update);
                }
            }

            yield return update.Build(this, hasNext: false);
        }
        finally
        {
            End();
        }
    }

    private void Start(DeferredTask task)
    {
        if (task is { IsOfStreamedValue: true, IsStarted: false })
        {
            _late.Add(task);
        }
        else
        {
            task.Start(OnFinished);
        }
    }

    private void Start(List<DeliveryStream> again)
    {
        foreach (var stream in again)
        {
            OnReady(stream);
        }

        again.Clear();
        _late.ForEach(task => task.Start(OnFinished));
        _late.Clear();
        foreach (var stream in _graph.NewStreams)
        {
            stream.Start(OnReady);
        }

        _graph.NewStreams.Clear();
    }

    /// <summary>False when the time of the request is over.</summary>
    private async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _events.Reader.WaitToReadAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (_deadline.IsOver)
        {
            return false;
        }
    }

    private void Handle(UpdateBuilder update, List<DeliveryStream> again)
    {
        while (_events.Reader.TryRead(out var next))
        {
            if (next.Stream is { } stream)
            {
                var batch = stream.Take();
                _graph.Deliver(stream, batch, update);
                if (batch.HasMore)
                {
                    again.Add(stream);
                }
            }
            else
            {
                _graph.Finish(next.Task!, next.Outcome!, update);
            }
        }
    }

    private void OnFinished(DeferredTask task, DeferredOutcome outcome) => _events.Writer.TryWrite(new Event(null, task, outcome));

    private void OnReady(DeliveryStream stream) => _events.Writer.TryWrite(new Event(stream, null, null));

    private readonly record struct Event(DeliveryStream? Stream, DeferredTask? Task, DeferredOutcome? Outcome);
}
