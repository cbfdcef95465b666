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
        var here = BeginGroups(plan, path);
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

        Note(plan, here, plan.Deferred.Select(deferred => new DeferredTask(
            GroupsOf(deferred, here), here, () => new OperationExecution(operation, options).ExecuteDeferredAsync(deferred.Fields, source, here))));
        return initial;
    }

    private void PutOff(StreamedRest rest, Position at)
    {
        foreach (var list in rest.Lists)
        {
            var path = at.Path.Append(list.ResponseName);
            PutOff(path, list.Usage, list.Items, new ItemCompletion(this, at.Field.Definition.Type, at with { Path = path }, 0));
        }

        if (rest.Fields.Count > 0)
        {
            var plan = at.Field.Collect(rest.Fields[0].Part.Fields.Type).Deferral!;
            var here = BeginGroups(plan, at.Path);
            Note(plan, here, rest.Fields.Select(fields => new DeferredTask(
                GroupsOf(fields.Part, here),
                here,
                () => new OperationExecution(operation, options).WriteDeferredAsync(fields.Value, at),
                isOfStreamedValue: true)));
        }
    }

    private async ValueTask<DeferredOutcome> WriteDeferredAsync(StreamedValue value, Position at)
    {
        await using var writer = ResponseWriter.InMemory();
        try
        {
            await value.WriteAsync(writer, operation.CancellationToken);
        }
        catch (Exception exception) when (!IsAbort(exception))
        {
            return new(new FieldFailure(Describe(exception, at.Field, at.Path, at.Context)), [], null, null);
        }

        var written = writer.Take();
        return new(written, written.Errors, null, null);
    }

    /// <summary>Makes the groups of the fragments that begin at an object; gives the path on which they are found.</summary>
    private static ResponsePath? BeginGroups(DeferralPlan plan, ResponsePath? path)
    {
        if (plan.Usages.Count == 0)
        {
            return path;
        }

        var groups = new DeliveryGroup[plan.Usages.Count];
        var here = ResponsePath.With(path, groups);
        for (var i = 0; i < groups.Length; i++)
        {
            // An outer fragment of the same object comes before those inside it.
            groups[i] = new DeliveryGroup(plan.Usages[i], path, FindGroup(plan.Usages[i].Parent, here));
        }

        return here;
    }

    private void Note(DeferralPlan plan, ResponsePath? here, IEnumerable<DeferredTask> tasks)
    {
        lock (_gate)
        {
            (_groups ??= []).AddRange(plan.Usages.Count == 0 ? [] : here!.Groups!);
            (_tasks ??= []).AddRange(tasks);
        }
    }

    private static DeliveryGroup[] GroupsOf(DeferredFields deferred, ResponsePath? here) =>
        [.. deferred.Usages.Select(usage => FindGroup(usage, here)!)];

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

    private void PutOff(ListType type, Position at, IAsyncEnumerator<object?> items, int initialCount) => PutOff(
        at.Path,
        at.Field.Stream!,
        items,
        new ItemCompletion(this, type.OfType, at with { Field = at.Field.WithoutDeferral }, initialCount));

    private void PutOff(ResponsePath path, StreamUsage usage, IAsyncEnumerator<object?> items, ItemCompletion completion)
    {
        var stream = new ItemStream(path, usage.Label, items, completion, options.StreamReadAhead);
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

        public ValueTask<DeferredOutcome> CompleteAsync(object? item) => item is WrittenItem written
            ? new(new DeferredOutcome(written, written.Errors, null, null))
            : new OperationExecution(_parent.Operation, _parent.Options)
                .CompleteStreamedItemAsync(_type, _list with { Path = _list.Path.Append(_index++) }, item);

        public bool IsAbort(Exception exception) => _parent.IsAbort(exception);

        public GraphQLError Describe(Exception exception) => _parent.Describe(exception, _list.Field, _list.Path, _list.Context);

        /// <summary>Begins a stretch of work without waiting.</summary>
        public void Enter() => _parent.Operation.Batches.Enter();

        public void Exit() => _parent.Operation.Batches.Exit();
    }
}
