using System.Buffers;
using System.Text.Json;

namespace HealthGraph.Api.Endpoint;

/// <summary>The parameters of a request, wherever they stood. Holds pooled memory until it is disposed.</summary>
/// <remarks>https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters</remarks>
internal sealed class GraphQLParameters : IDisposable
{
    private byte[]? _rented;
    private JsonDocument? _pooledVariables;

    /// <summary>The document as UTF-8; null when the request only says which it is.</summary>
    public ReadOnlyMemory<byte>? Query { get; init; }

    /// <summary><c>documentId</c>, or <c>id</c>: which persisted document is meant.</summary>
    public string? DocumentId { get; init; }

    public string? OperationName { get; init; }

    /// <summary>A JSON object, or null.</summary>
    public JsonElement? Variables { get; init; }

    /// <summary><see cref="Variables"/>, when their memory came from the pool.</summary>
    public JsonDocument? PooledVariables
    {
        init
        {
            _pooledVariables = value;
            Variables = value?.RootElement;
        }
    }

    /// <summary>A JSON object, or null.</summary>
    public JsonElement? Extensions { get; init; }

    /// <summary>The buffer that <see cref="Query"/> lies in, when it came from the pool.</summary>
    public byte[]? Rented
    {
        init => _rented = value;
    }

    /// <summary>The same request with other variables; this one must not be used any more.</summary>
    public GraphQLParameters WithVariables(JsonElement variables)
    {
        var changed = new GraphQLParameters
        {
            Query = Query,
            DocumentId = DocumentId,
            OperationName = OperationName,
            Variables = variables,
            Extensions = Extensions,
            Rented = Interlocked.Exchange(ref _rented, null),
        };
        Dispose();
        return changed;
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _pooledVariables, null)?.Dispose();
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
