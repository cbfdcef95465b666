using HealthGraph.Api.Endpoint;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.PersistedOperations;

/// <summary>
/// Documents that clients registered under their hash: in this process's memory, within a bound, the longest unused going first.
/// Another node, or this one after a restart, does not know them, and the client registers them again without anyone noticing.
/// </summary>
internal sealed class AutomaticPersistedQueries : IDisposable
{
    // What an entry takes beside its text.
    private const int EntryBytes = 512;

    private readonly MemoryCache? _documents;

    public AutomaticPersistedQueries(IOptions<GraphQLOptions> options) =>
        _documents = options.Value.PersistedQueryBytes is var bytes and > 0
            ? new MemoryCache(new MemoryCacheOptions { SizeLimit = bytes, CompactionPercentage = 0.25 })
            : null;

    /// <summary>False when they are switched off.</summary>
    public bool AreOn => _documents is not null;

    public byte[]? Find(DocumentHash hash) => _documents?.Get<byte[]>(hash);

    /// <summary>Keeps a document; its hash must have been checked.</summary>
    public void Add(DocumentHash hash, ReadOnlySpan<byte> document)
    {
        if (_documents?.TryGetValue(hash, out _) is false)
        {
            _documents.Set(hash, document.ToArray(), new MemoryCacheEntryOptions { Size = document.Length + EntryBytes });
        }
    }

    public void Dispose() => _documents?.Dispose();
}
