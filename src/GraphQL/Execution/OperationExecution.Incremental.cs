using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution.Incremental;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

// What is put off, and how it is executed later: each deferred group of fields and each streamed item is an execution of its own,
// so that its errors and nulls stay its own. https://github.com/graphql/graphql-spec/pull/1110
internal sealed partial class OperationExecution
{
    private List<DeliveryGroup>? _groups;
    private List<DeferredTask>? _tasks;
    private List<DeliveryStream>? _streams;

    private OperationExecutorOptions Options => options;

    /// <summary>Executes the fields that were deferred at one object.</summary>
    public async ValueTask<DeferredOutcome> ExecuteDeferredAsync(CollectedFields fields, object? source, ResponsePath? path)
    {
        operation.CancellationToken.ThrowIfCancellationRequested();
        ValueTask<object?> data;
        operation.Batches.Enter();
        try
        {
            data = ExecuteFieldsAsync(fields, source, path);
        }
        finally
        {
            operation.Batches.Exit();
        }

        return Outcome(await data);
    }

    /// <summary>Executes what comes with the object, and notes the rest.</summary>
    private ValueTask<object?> ExecuteDeferring(DeferralPlan plan, object? source, ResponsePath? path, bool serially)
    {
        var groups = new DeliveryGroup[plan.Usages.Count];
        var here = groups.Length == 0 ? path : ResponsePath.With(path, groups);
        for (var i = 0; i < groups.Length; i++)
        {
            // An outer fragment of the same object comes before those inside it.
            groups[i] = new DeliveryGroup(plan.Usages[i], path, FindGroup(plan.Usages[i].Parent, here));
        }

        var initial = serially
            ? ExecuteFieldsSeriallyAsync(plan.Initial, source, here)
            : ExecuteFieldsAsync(plan.Initial, source, here);
        if (initial.IsCompletedSuccessfully)
        {
            var value = initial.Result;
            initial = new(value);
            if (value is FieldFailure)
            {
                return initial;
            }
        }

        lock (_gate)
        {
            (_groups ??= []).AddRange(groups);
            foreach (var deferred in plan.Deferred)
            {
                (_tasks ??= []).Add(new DeferredTask(
                    new OperationExecution(operation, options),
                    [.. deferred.Usages.Select(usage => FindGroup(usage, here)!)],
                    deferred.Fields,
                    source,
                    here));
            }
        }

        return initial;
    }

    private static DeliveryGroup? FindGroup(DeferUsage? usage, ResponsePath? path)
    {
        for (; usage is not null && path is not null; path = path.Parent)
        {
            if (path.Groups is { } groups && Array.Find(groups, group => group?.Usage == usage) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private void PutOff(ListType type, Position at, IAsyncEnumerator<object?> items, int initialCount)
    {
        var field = at.Field.WithoutDeferral;
        var stream = new ItemStream(
            at.Path,
            at.Field.Stream!.Label,
            items,
            new ItemCompletion(this, type.OfType, at with { Field = field }, initialCount),
            options.StreamReadAhead);
        lock (_gate)
        {
            (_streams ??= []).Add(stream);
        }

        operation.OpenStreams.Add(stream);
    }

    private async ValueTask<DeferredOutcome> CompleteStreamedItemAsync(GraphQLType type, Position at, object? item) =>
        Outcome(await CompleteAndSettle(type, at, item));

    private DeferredOutcome Outcome(object? value)
    {
        var work = TakeWork(isLost: value is FieldFailure);
        return new(value, _errors ?? (IReadOnlyList<GraphQLError>)[], _hasStreamedValues ? this : null, work);
    }

    /// <summary>What was put off, without what lies below a position that became null; null when that is nothing.</summary>
    private IncrementalWork? TakeWork(bool isLost)
    {
        if (_tasks is null && _streams is null)
        {
            return null;
        }

        var streams = new List<DeliveryStream>();
        foreach (var stream in _streams ?? [])
        {
            if (isLost || IsNulled(stream.Path))
            {
                operation.OpenStreams.Close(stream);
            }
            else
            {
                streams.Add(stream);
            }
        }

        var tasks = isLost ? [] : _tasks?.FindAll(task => !IsNulled(task.Path)) ?? [];
        return tasks.Count + streams.Count == 0 ? null : new IncrementalWork(_groups ?? [], tasks, streams);
    }

    /// <summary>Completes the items of one streamed list.</summary>
    internal sealed class ItemCompletion
    {
        private readonly OperationExecution _parent;
        private readonly GraphQLType _type;
        private readonly Position _list;
        private int _index;

        internal ItemCompletion(OperationExecution parent, GraphQLType type, Position list, int index)
        {
            _parent = parent;
            _type = type;
            _list = list;
            _index = index;
        }

        public ValueTask<DeferredOutcome> CompleteAsync(object? item) =>
            new OperationExecution(_parent.Operation, _parent.Options)
                .CompleteStreamedItemAsync(_type, _list with { Path = _list.Path.Append(_index++) }, item);

        public GraphQLError Describe(Exception exception) => _parent.Describe(exception, _list.Field, _list.Path, _list.Context);

        /// <summary>Begins a stretch of work without waiting.</summary>
        public void Enter() => _parent.Operation.Batches.Enter();

        public void Exit() => _parent.Operation.Batches.Exit();
    }
}
