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

    public IncrementalDelivery(OperationContext operation, OperationExecutorOptions options, Deadline deadline, IncrementalWork work)
    {
        _operation = operation;
        _options = options;
        _deadline = deadline;
        _graph = new DeliveryGraph(operation.OpenStreams, task => task.Start(OnFinished));
        _work = work;
    }

    public IncrementalResult Result(ExecutionResult initial)
    {
        var first = new UpdateBuilder();
        _graph.Begin(_work, first);
        return new IncrementalResult { Initial = initial, Pending = first.Pending, Updates = ReadAsync(), Delivery = this };
    }

    /// <summary>Ends what runs and closes what is open. Harmless when the delivery is over.</summary>
    public void End()
    {
        _deadline.Cancel();
        _operation.OpenStreams.CloseAll();
    }

    private async IAsyncEnumerable<IncrementalUpdate> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
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
                    yield return update.Build(hasNext: true);
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

            yield return update.Build(hasNext: false);
        }
        finally
        {
            End();
        }
    }

    private void Start(List<DeliveryStream> again)
    {
        foreach (var stream in again)
        {
            OnReady(stream);
        }

        again.Clear();
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
