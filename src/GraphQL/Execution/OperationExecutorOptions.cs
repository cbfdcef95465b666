using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Validation;

namespace HealthGraph.GraphQL.Execution;

/// <summary>How an <see cref="OperationExecutor"/> behaves.</summary>
public sealed record OperationExecutorOptions
{
    /// <summary>How long an operation may take, until its last byte is written.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The deepest field of an operation, fragments included.</summary>
    public int MaxDepth { get; init; } = 50;

    /// <summary>Fields of an operation with every fragment written out where it is spread.</summary>
    public int MaxExpandedFields { get; init; } = 100_000;

    /// <summary>Memory for parsed and validated documents, roughly.</summary>
    public long DocumentCacheBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many items of a list under <c>@stream</c> are completed ahead of the client, and the most in one payload.</summary>
    public int StreamReadAhead { get; init; } = 100;

    /// <summary>What an operation may cost; null: nothing is priced.</summary>
    public CostOptions? Cost { get; init; }

    /// <summary>What a document may take to be read.</summary>
    public ParserOptions Parser { get; init; } = ParserOptions.Default;

    /// <summary>The rules a document has to keep.</summary>
    public ValidationOptions Validation { get; init; } = ValidationOptions.Default;

    /// <summary>Leaves out "Did you mean", which tells names of the schema.</summary>
    public bool HideSuggestions => Validation.HideSuggestions;

    /// <summary>
    /// Words an unexpected exception for the caller; the place to log it whole. The context is null outside a field. Place and
    /// path are added by the executor.
    /// </summary>
    public Func<Exception, FieldContext?, GraphQLError> OnUnexpectedError { get; init; } = static (_, _) => Unexpected();

    /// <summary>
    /// Asked in their order before an operation is executed, and before anything is said of its variables; the first error refuses it.
    /// </summary>
    public IReadOnlyList<OperationGuard> Guards { get; init; } = [];

    /// <summary>
    /// Told what an operation costs that is within the limits and about to be executed; an error refuses it: the caller has used up what
    /// it has. Never asked where nothing is priced.
    /// </summary>
    public Func<OperationContext, CostEstimate, GraphQLError?> OnPriced { get; init; } = static (_, _) => null;

    /// <summary>The error that tells nothing.</summary>
    public static GraphQLError Unexpected() => new() { Message = "Unexpected Execution Error", Code = ErrorCodes.Internal };
}

/// <summary>Says why an operation may not be executed (it costs too much, the caller may not), or null.</summary>
/// <param name="operation">What is asked.</param>
/// <param name="caller">Who asks: <see cref="OperationRequest.Caller"/>.</param>
public delegate GraphQLError? OperationGuard(PreparedOperation operation, object? caller);
