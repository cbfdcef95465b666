using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// What came of a request: an <see cref="ExecutionResult"/>, a <see cref="SubscriptionResult"/> or, if the request accepts it, an
/// <see cref="Incremental.IncrementalResult"/>.
/// </summary>
/// <remarks>Dispose it once it is written: the time limit of the request runs until then.</remarks>
public abstract class OperationResult : IDisposable
{
    private protected OperationResult()
    {
    }

    internal Deadline? Deadline { get; init; }

    /// <inheritdoc />
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private protected virtual void Close() => Deadline?.Dispose();
}

/// <summary>One response.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Response-Format</remarks>
public sealed class ExecutionResult : OperationResult
{
    /// <summary>Whether the response has a <c>data</c> entry: false when the request failed before execution began.</summary>
    public bool HasData { get; init; }

    /// <summary>The data; null when an error went up to the root.</summary>
    public ResultObject? Data { get; init; }

    /// <summary>What the response tells before its data. More may come while values are written: <see cref="ResponseWriter.Errors"/>.</summary>
    public IReadOnlyList<GraphQLError> Errors { get; init; } = [];

    /// <summary>Further entries of the response, such as its cost.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>Why there is no data.</summary>
    public RequestErrorKind? RequestError { get; init; }

    /// <summary>Whether parts of the data are read only while they are written, so that errors can still come.</summary>
    public bool HasStreamedValues => Execution is not null;

    /// <summary>The execution that the streamed values belong to.</summary>
    internal OperationExecution? Execution { get; init; }

    /// <summary>A response without data.</summary>
    public static ExecutionResult Failed(RequestErrorKind kind, params IReadOnlyList<GraphQLError> errors) =>
        new() { RequestError = kind, Errors = errors };
}

/// <summary>A response for every event of a subscription.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Subscription</remarks>
public sealed class SubscriptionResult : OperationResult
{
    /// <summary>The responses, made while they are read. Dispose each; stop reading to unsubscribe.</summary>
    public required IAsyncEnumerable<ExecutionResult> Events { get; init; }
}

/// <summary>Why a request has no data.</summary>
public enum RequestErrorKind
{
    /// <summary>The document is not GraphQL.</summary>
    Syntax,

    /// <summary>The document breaks a rule.</summary>
    Validation,

    /// <summary>The document has no such operation.</summary>
    OperationNotFound,

    /// <summary>A variable does not fit its type.</summary>
    Variables,

    /// <summary>A mutation where none may be.</summary>
    MutationNotAllowed,

    /// <summary>A guard of the host refused the operation (cost, rights).</summary>
    Refused,

    /// <summary>The operation took longer than it may.</summary>
    Timeout,

    /// <summary>The source stream of a subscription could not be opened, or broke.</summary>
    Subscription,
}
