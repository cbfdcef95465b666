namespace HealthGraph.GraphQL.Execution;

/// <summary>An operation that was found, checked and priced, and that its host executes. Its time runs until it is disposed.</summary>
public sealed class OpenedOperation : IDisposable
{
    private readonly Deadline? _deadline;

    internal OpenedOperation(OperationContext context, Deadline? deadline)
    {
        Context = context;
        _deadline = deadline;
    }

    /// <summary>What the operation is, asks for and came with.</summary>
    public OperationContext Context { get; }

    /// <summary>Whether the time ran out, rather than the caller leaving.</summary>
    public bool IsOverdue => _deadline?.IsOver == true;

    /// <summary>The error that says so.</summary>
    public Errors.GraphQLError Overdue() => OperationExecution.TimeoutError(_deadline?.Timeout ?? TimeSpan.Zero);

    /// <inheritdoc />
    public void Dispose() => _deadline?.Dispose();
}
