using System.Buffers;
using System.Text.Json;

namespace HealthGraph.Api.Endpoint;

/// <summary>The parameters of a request, wherever they stood. Holds pooled memory until it is disposed.</summary>
/// <remarks>https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters</remarks>
internal sealed class GraphQLParameters : IDisposable
{
    private byte[]? _rented;

    /// <summary>The document as UTF-8.</summary>
    public required ReadOnlyMemory<byte> Query { get; init; }

    public string? OperationName { get; init; }

    /// <summary>A JSON object, or null.</summary>
    public JsonElement? Variables { get; init; }

    /// <summary>A JSON object, or null.</summary>
    public JsonElement? Extensions { get; init; }

    /// <summary>The buffer that <see cref="Query"/> lies in, when it came from the pool.</summary>
    public byte[]? Rented
    {
        init => _rented = value;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
