using HealthGraph.Api.Audit;
using HealthGraph.Api.Composition;
using HealthGraph.Api.Uploads;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint;

/// <summary>Executes the operation that a request's parameters stand for, over whatever transport they came.</summary>
internal sealed class OperationRunner(SchemaProvider schema, DocumentFinder documents, ChangeAudit audit, IOptions<UploadOptions> uploads)
{
    /// <param name="parameters">What is asked. They must stay as they are until the result is written.</param>
    /// <param name="services">The scope of the request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="transport">What the way that the request came on allows.</param>
    /// <param name="cancellationToken">Ends with the request.</param>
    /// <exception cref="RequestRefusedException">The parameters name no document, or contradict each other.</exception>
    public ValueTask<OperationResult> ExecuteAsync(
        GraphQLParameters parameters,
        IServiceProvider services,
        Principal? caller,
        TransportRules transport,
        CancellationToken cancellationToken)
    {
        var executor = schema.ExecutorFor(caller);
        if (RequestOf(parameters, services, caller, transport, executor, out var refusal) is not { } request)
        {
            return new(refusal!);
        }

        var executing = executor.ExecuteAsync(request, cancellationToken);
        if (!executing.IsCompletedSuccessfully)
        {
            // What is refused is so at once.
            return executing;
        }

        var result = executing.Result;
        return new(result is ExecutionResult refused ? Recorded(refused, request, executor) : result);
    }

    /// <summary>The same up to the point of execution, for a table: its rows are read by <see cref="Tables.TableResponse"/>.</summary>
    /// <exception cref="RequestRefusedException">The parameters name no document, or contradict each other.</exception>
    public OpenedOperation? Open(
        GraphQLParameters parameters,
        IServiceProvider services,
        Principal? caller,
        TransportRules transport,
        CancellationToken cancellationToken,
        out ExecutionResult? refusal)
    {
        var executor = schema.ExecutorFor(caller);
        if (RequestOf(parameters, services, caller, transport, executor, out refusal) is not { } request)
        {
            return null;
        }

        var opened = executor.Open(request, cancellationToken, out refusal);
        refusal = refusal is null ? null : Recorded(refusal, request, executor);
        return opened;
    }

    /// <summary>Records that the caller asked for what it may not.</summary>
    private ExecutionResult Recorded(ExecutionResult result, OperationRequest request, OperationExecutor executor) =>
        result.RequestError is RequestErrorKind.Refused
        && result.Errors.Any(static error => error.Code == ErrorCodes.NotAuthorized)
        && request.Caller is Principal caller
        && executor.Prepare(request.Document, out _)?.GetOperation(request.OperationName) is { } operation
        && audit.Refuse(operation, request.Origin, caller) is { } unrecorded
            ? ExecutionResult.Failed(RequestErrorKind.Refused, unrecorded)
            : result;

    private OperationRequest? RequestOf(
        GraphQLParameters parameters,
        IServiceProvider services,
        Principal? caller,
        TransportRules transport,
        OperationExecutor executor,
        out ExecutionResult? refusal)
    {
        refusal = null;
        ReadOnlyMemory<byte> document;
        try
        {
            document = documents.Find(parameters, executor);
        }
        catch (GraphQLException refused)
        {
            refusal = ExecutionResult.Failed(RequestErrorKind.Refused, refused.Error);
            return null;
        }

        return new OperationRequest
        {
            Document = document,
            OperationName = parameters.OperationName,
            Variables = parameters.Variables,
            Services = services,
            Caller = caller,
            Origin = transport.Origin,
            RefusesMutations = transport.RefusesMutations,
            AcceptsIncrementalDelivery = transport.AcceptsIncrementalDelivery,
            Cost = transport.Cost,
            Budget = transport.Budget,
            ReadsWholeLists = transport.TableTimeout is not null,
            Timeout = transport.TableTimeout
                ?? (services.GetRequiredService<UploadedFileAccess>().Files is null ? null : uploads.Value.Timeout),
        };
    }
}

/// <summary>What the way that a request came on allows.</summary>
internal readonly record struct TransportRules
{
    /// <summary>Where the request came from.</summary>
    public RequestOrigin? Origin { get; init; }

    /// <summary>Whether mutations are refused: an HTTP GET must be safe.</summary>
    public bool RefusesMutations { get; init; }

    /// <summary>Whether a result may come in several payloads.</summary>
    public bool AcceptsIncrementalDelivery { get; init; }

    /// <summary>Whether the cost is reported, or is all that is asked for.</summary>
    public CostMode Cost { get; init; }

    /// <summary>How long it may take, when its rows are read as a table, to their end.</summary>
    public TimeSpan? TableTimeout { get; init; }

    /// <summary>Shared by operations that came together: their costs add up.</summary>
    public CostBudget? Budget { get; init; }
}
