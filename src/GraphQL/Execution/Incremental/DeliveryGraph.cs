using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>
/// What is put off and what waits for what: groups of fields under their parent groups, tasks that several groups may share, and
/// lists. Only the reader of the updates touches it.
/// </summary>
/// <remarks>
/// A group is announced when its parent group was delivered, a list when its task was; a task is delivered once, with the first of
/// its groups that is whole.
/// </remarks>
internal sealed class DeliveryGraph(OpenStreams openStreams, Action<DeferredTask> start)
{
    private readonly List<DeliveryGroup> _openGroups = [];
    private readonly List<DeliveryStream> _openStreams = [];
    private readonly HashSet<string> _dropped = [];
    private int _lastId = -1;

    /// <summary>Lists that were announced and are to be started.</summary>
    public List<DeliveryStream> NewStreams { get; } = [];

    public bool IsDone => _openGroups.Count == 0 && _openStreams.Count == 0;

    /// <summary>Takes in what the first payload put off, and announces the outermost of it.</summary>
    public void Begin(IncrementalWork work, UpdateBuilder update)
    {
        var groups = WithoutEmpty(Add(work, parent: null));
        Announce(groups, work.Streams, update);
    }

    /// <summary>Starts the tasks of the groups that the first payload announced.</summary>
    public void StartTasks()
    {
        foreach (var group in _openGroups.ToArray())
        {
            StartTasks(group);
        }
    }

    public void Finish(DeferredTask task, DeferredOutcome outcome, UpdateBuilder update)
    {
        if (task.IsOver)
        {
            Close(outcome.Work);
        }
        else if (outcome.Value is FieldFailure failure)
        {
            task.Outcome = outcome;
            foreach (var group in task.Groups.Where(group => group.IsOpen).ToArray())
            {
                update.Complete(group.Id!, failure.Error);
                Remove(group);
            }
        }
        else
        {
            Succeed(task, outcome, update);
        }
    }

    public void Deliver(DeliveryStream stream, StreamBatch batch, UpdateBuilder update)
    {
        if (!stream.IsOpen)
        {
            return;
        }

        if (batch.Items.Count > 0)
        {
            update.AddItems(stream.Id!, batch.Items);
        }

        var works = batch.Items.Select(item => item.Work).OfType<IncrementalWork>().ToList();
        var groups = works.SelectMany(work => WithoutEmpty(Add(work, parent: null))).ToList();
        Announce(groups, [.. works.SelectMany(work => work.Streams)], update);
        groups.ForEach(StartTasks);

        if (batch.IsLast)
        {
            stream.IsOpen = false;
            _openStreams.Remove(stream);
            openStreams.Close(stream);
            update.Complete(stream.Id!, batch.Failure);
        }
    }

    /// <summary>Drops what is pending at a value or below it, as the value became null.</summary>
    public void Drop(ResponsePath value)
    {
        foreach (var group in _openGroups.Where(group => IsAt(group.Path, value)).ToArray())
        {
            _dropped.Add(group.Id!);
            Remove(group);
        }

        foreach (var stream in _openStreams.Where(stream => IsAt(stream.Path, value)).ToArray())
        {
            _dropped.Add(stream.Id!);
            stream.IsOpen = false;
            _openStreams.Remove(stream);
            NewStreams.Remove(stream);
            openStreams.Close(stream);
        }
    }

    public IReadOnlyList<PendingResult> WithoutDropped(IReadOnlyList<PendingResult> pending) =>
        _dropped.Count == 0 ? pending : [.. pending.Where(result => !_dropped.Contains(result.Id))];

    /// <summary>Completes all that is pending with an error.</summary>
    public void Fail(GraphQLError error, UpdateBuilder update)
    {
        foreach (var id in _openGroups.Select(group => group.Id!).Concat(_openStreams.Select(stream => stream.Id!)))
        {
            update.Complete(id, error);
        }

        _openGroups.Clear();
        _openStreams.Clear();
    }

    private void Succeed(DeferredTask task, DeferredOutcome outcome, UpdateBuilder update)
    {
        task.Outcome = outcome;
        if (outcome.Work is { } work)
        {
            Add(work, task);
        }

        var groups = new List<DeliveryGroup>();
        foreach (var group in task.Groups)
        {
            if (group.IsKnown)
            {
                group.Unfinished--;
                DeliverIfWhole(group, groups, update);
            }
        }

        // A group that was announced just now may be whole already, by tasks that it shares.
        for (var i = 0; i < groups.Count; i++)
        {
            StartTasks(groups[i]);
            DeliverIfWhole(groups[i], groups, update);
        }
    }

    private void DeliverIfWhole(DeliveryGroup group, List<DeliveryGroup> announced, UpdateBuilder update)
    {
        if (!group.IsOpen || group.Unfinished > 0)
        {
            return;
        }

        var streams = new List<DeliveryStream>();
        foreach (var task in group.Tasks.ToArray())
        {
            if (task.Outcome is { } outcome)
            {
                update.AddData(group, task, outcome);
                streams.AddRange(outcome.Work?.Streams ?? []);
                End(task);
            }
        }

        var children = WithoutEmpty(group.Children);
        Close(group);
        update.Complete(group.Id!, error: null);
        group.Id = null;
        Announce(children, streams, update);
        announced.AddRange(children);
    }

    /// <summary>Takes in what was put off; gives back the groups that wait for no other.</summary>
    private List<DeliveryGroup> Add(IncrementalWork work, DeferredTask? parent)
    {
        var roots = new List<DeliveryGroup>();
        var groups = work.Groups.ToHashSet();
        foreach (var group in work.Groups)
        {
            Add(group, groups, parent, roots);
        }

        foreach (var task in work.Tasks)
        {
            foreach (var group in task.Groups.Where(group => group.IsKnown))
            {
                group.Tasks.Add(task);
                group.Unfinished++;
                if (group.IsOpen)
                {
                    start(task);
                }
            }
        }

        return roots;
    }

    private static void Add(DeliveryGroup group, HashSet<DeliveryGroup> left, DeferredTask? task, List<DeliveryGroup> roots)
    {
        if (!left.Remove(group))
        {
            return;
        }

        if (group.Parent is { } parent)
        {
            Add(parent, left, task, roots);
            if (!parent.IsKnown)
            {
                return;
            }

            parent.Children.Add(group);
        }
        else if (task is null)
        {
            roots.Add(group);
        }

        group.IsKnown = true;
    }

    /// <summary>The groups without those that nothing waits in; the groups inside such a one take its place.</summary>
    private static List<DeliveryGroup> WithoutEmpty(IEnumerable<DeliveryGroup> groups)
    {
        var kept = new List<DeliveryGroup>();
        foreach (var group in groups.Where(group => group.IsKnown))
        {
            if (group.Tasks.Count > 0)
            {
                kept.Add(group);
                continue;
            }

            group.IsKnown = false;
            kept.AddRange(WithoutEmpty(group.Children));
        }

        return kept;
    }

    private void Announce(IReadOnlyList<DeliveryGroup> groups, IReadOnlyList<DeliveryStream> streams, UpdateBuilder update)
    {
        foreach (var group in groups)
        {
            group.Id = NextId();
            group.IsOpen = true;
            _openGroups.Add(group);
            update.Announce(group.Id, group.Path, group.Usage.Label);
        }

        foreach (var stream in streams)
        {
            stream.Id = NextId();
            stream.IsOpen = true;
            _openStreams.Add(stream);
            NewStreams.Add(stream);
            update.Announce(stream.Id, stream.Path, stream.Label);
        }
    }

    private string NextId() => (++_lastId).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void StartTasks(DeliveryGroup group)
    {
        foreach (var task in group.Tasks.ToArray())
        {
            start(task);
        }
    }

    private void Close(DeliveryGroup group)
    {
        group.IsKnown = false;
        group.IsOpen = false;
        _openGroups.Remove(group);
    }

    private void Remove(DeliveryGroup group)
    {
        Close(group);
        group.Id = null;
        foreach (var task in group.Tasks.ToArray())
        {
            if (!task.Groups.Any(other => other.IsKnown))
            {
                Close(task.Outcome?.Work);
                End(task);
            }
        }

        foreach (var child in group.Children.Where(child => child.IsKnown))
        {
            Remove(child);
        }
    }

    private static void End(DeferredTask task)
    {
        task.IsOver = true;
        foreach (var group in task.Groups)
        {
            group.Tasks.Remove(task);
        }
    }

    private void Close(IncrementalWork? work)
    {
        foreach (var stream in work?.Streams ?? [])
        {
            openStreams.Close(stream);
        }
    }

    private static bool IsAt(ResponsePath? path, ResponsePath value)
    {
        for (; path is not null; path = path.Parent)
        {
            if (ReferenceEquals(path, value))
            {
                return true;
            }
        }

        return false;
    }
}
