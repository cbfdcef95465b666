namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>Fields of one object that are executed once one of their groups is announced, and delivered with the first that is whole.</summary>
/// <param name="groups">The groups that wait for the fields.</param>
/// <param name="path">The object.</param>
/// <param name="execute">Executes the fields.</param>
/// <param name="isOfStreamedValue">The object is written only with the payload that announces the groups.</param>
internal sealed class DeferredTask(
    IReadOnlyList<DeliveryGroup> groups, ResponsePath? path, Func<ValueTask<DeferredOutcome>> execute, bool isOfStreamedValue = false)
{
    public IReadOnlyList<DeliveryGroup> Groups => groups;

    public ResponsePath? Path => path;

    public bool IsOfStreamedValue => isOfStreamedValue;

    public bool IsStarted { get; private set; }

    /// <summary>Delivered, or lost with its groups: what comes of it no longer matters.</summary>
    public bool IsOver { get; set; }

    public DeferredOutcome? Outcome { get; set; }

    /// <summary>Executes the fields, unless that was begun before; the outcome is told at once if nothing has to be waited for.</summary>
    public void Start(Action<DeferredTask, DeferredOutcome> onFinished)
    {
        if (IsStarted)
        {
            // A group that is announced later fails as the others did.
            if (Outcome is { Value: FieldFailure } failed)
            {
                onFinished(this, failed);
            }

            return;
        }

        IsStarted = true;
        var outcome = execute();
        if (outcome.IsCompletedSuccessfully)
        {
            onFinished(this, outcome.Result);
        }
        else
        {
            _ = FinishAsync(outcome, onFinished);
        }
    }

    private async Task FinishAsync(ValueTask<DeferredOutcome> pending, Action<DeferredTask, DeferredOutcome> onFinished)
    {
        try
        {
            onFinished(this, await pending);
        }
        catch (OperationCanceledException)
        {
            // The delivery has ended, and tells so itself.
        }
    }
}

/// <summary>What came of a <see cref="DeferredTask"/> or of an item of a list.</summary>
/// <param name="Value">The completed value; a <see cref="FieldFailure"/> when there is none.</param>
/// <param name="Execution">The execution that its streamed values belong to, if it has any.</param>
/// <param name="Work">What was put off further.</param>
internal sealed record DeferredOutcome(
    object? Value, IReadOnlyList<Errors.GraphQLError> Errors, OperationExecution? Execution, IncrementalWork? Work);

/// <summary>What an execution has put off.</summary>
internal sealed record IncrementalWork(
    IReadOnlyList<DeliveryGroup> Groups, IReadOnlyList<DeferredTask> Tasks, IReadOnlyList<DeliveryStream> Streams);
