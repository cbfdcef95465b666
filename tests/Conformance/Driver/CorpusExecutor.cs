using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Execution.Incremental;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.TypeSystem.Sdl;
using HealthGraph.GraphQL.Validation;

namespace HealthGraph.Conformance.Driver;

/// <summary>Executes one case: a schema as SDL, wired by type, a document and its variables.</summary>
public sealed class CorpusExecutor
{
    private const int MaxSchemas = 200;

    // The cases are valid by contract: limits against abuse would only get in the way of the large ones.
    private static readonly OperationExecutorOptions Options = new()
    {
        MaxDepth = 200,
        MaxExpandedFields = int.MaxValue,
        Parser = ParserOptions.Trusted,
        Validation = new ValidationOptions
        {
            MaxErrors = 100,
            MaxMergeComparisons = int.MaxValue,
            MaxFragmentVisits = int.MaxValue,
        },
        OnUnexpectedError = static (exception, _) => new() { Message = exception.Message },
    };

    private readonly ConcurrentDictionary<(string Sdl, bool HasValues), OperationExecutor> _executors = new();

    public async Task WriteAsync(CorpusCase request, Stream output, CancellationToken cancellationToken)
    {
        using var result = await ExecuteAsync(request, incrementally: false, cancellationToken);
        await using var writer = new ResponseWriter(output);
        await ResultSerializer.WriteAsync(await FirstOf(result, cancellationToken), writer, cancellationToken);
        await writer.FlushAsync(cancellationToken);
    }

    /// <summary>Writes a list of all payloads.</summary>
    public async Task WriteIncrementallyAsync(CorpusCase request, Stream output, CancellationToken cancellationToken)
    {
        using var result = await ExecuteAsync(request, incrementally: true, cancellationToken);
        await using var writer = new ResponseWriter(output);
        writer.Json.WriteStartArray();
        if (result is IncrementalResult incremental)
        {
            await ResultSerializer.WriteAsync(incremental, writer, cancellationToken);
            await foreach (var update in incremental.Updates.WithCancellation(cancellationToken))
            {
                await ResultSerializer.WriteAsync(update, writer, cancellationToken);
            }
        }
        else
        {
            await ResultSerializer.WriteAsync(await FirstOf(result, cancellationToken), writer, cancellationToken);
        }

        writer.Json.WriteEndArray();
        await writer.FlushAsync(cancellationToken);
    }

    private ValueTask<OperationResult> ExecuteAsync(CorpusCase request, bool incrementally, CancellationToken cancellationToken) =>
        ExecutorOf(request.Schema!, request.Root is not null).ExecuteAsync(
            new OperationRequest
            {
                Document = Encoding.UTF8.GetBytes(request.Query!),
                Variables = request.Variables,
                OperationName = request.OperationName,
                RootValue = request.Root,
                Services = NoServices.Instance,
                AcceptsIncrementalDelivery = incrementally,
            },
            cancellationToken);

    private static async ValueTask<ExecutionResult> FirstOf(OperationResult result, CancellationToken cancellationToken)
    {
        if (result is SubscriptionResult subscription)
        {
            await foreach (var response in subscription.Events.WithCancellation(cancellationToken))
            {
                return response;
            }
        }

        return (ExecutionResult)result;
    }

    private OperationExecutor ExecutorOf(string sdl, bool hasValues)
    {
        if (_executors.Count > MaxSchemas)
        {
            _executors.Clear();
        }

        return _executors.GetOrAdd((sdl, hasValues), static key => new OperationExecutor(
            SdlSchemaBuilder.Build(key.Sdl, key.HasValues ? ValueWiring.Options : TypeWiring.Options), Options));
    }

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}

/// <summary>The body of <c>POST /execute</c>; a root value beside the contract chooses <see cref="ValueWiring"/>.</summary>
public sealed record CorpusCase(string? Schema, string? Query, JsonElement? Variables, string? OperationName, JsonElement? Root);
