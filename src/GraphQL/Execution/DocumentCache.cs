using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace HealthGraph.GraphQL.Execution;

/// <summary>Entries by document text, bounded by the memory they take; the longest unused go first.</summary>
/// <remarks>The whole text is compared, not only its hash: two documents must never be taken for each other.</remarks>
internal sealed class DocumentCache<TEntry>(long maxBytes)
    where TEntry : class
{
    private readonly ConcurrentDictionary<byte[], Slot> _slots = new(TextComparer.Instance);
    private readonly Lock _eviction = new();
    private long _bytes;

    public int Count => _slots.Count;

    public TEntry? Find(ReadOnlySpan<byte> text)
    {
        if (!_slots.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out var slot))
        {
            return null;
        }

        slot.LastUse = Environment.TickCount64;
        return slot.Entry;
    }

    /// <summary>Keeps an entry, unless it would take a good part of the cache for itself.</summary>
    /// <param name="text">The text, which must not change from now on.</param>
    /// <param name="entry">What was made of it.</param>
    /// <param name="bytes">What the entry takes, roughly.</param>
    public void Add(byte[] text, TEntry entry, long bytes)
    {
        if (bytes > maxBytes / 4 || !_slots.TryAdd(text, new Slot(entry, bytes)))
        {
            return;
        }

        if (Interlocked.Add(ref _bytes, bytes) > maxBytes)
        {
            Evict();
        }
    }

    private void Evict()
    {
        lock (_eviction)
        {
            if (Volatile.Read(ref _bytes) <= maxBytes)
            {
                return;
            }

            // Down to three quarters at once, so that a full cache does not sort on every miss.
            foreach (var (text, slot) in _slots.ToArray().OrderBy(entry => entry.Value.LastUse))
            {
                if (Volatile.Read(ref _bytes) <= maxBytes / 4 * 3)
                {
                    return;
                }

                if (_slots.TryRemove(text, out _))
                {
                    Interlocked.Add(ref _bytes, -slot.Bytes);
                }
            }
        }
    }

    private sealed class Slot(TEntry entry, long bytes)
    {
        public TEntry Entry { get; } = entry;

        public long Bytes { get; } = bytes;

        public long LastUse { get; set; } = Environment.TickCount64;
    }

    private sealed class TextComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly TextComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        // Seeded for each process: hashes cannot be made to collide from outside.
        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
