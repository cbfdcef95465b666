using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace HealthGraph.GraphQL.Values;

/// <summary>
/// Coerced arguments or fields of an input object by name, in the order of their definitions. They are few, so that looking
/// through them beats hashing.
/// </summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Input-Objects.Input-Coercion</remarks>
[SuppressMessage("Naming", "CA1710", Justification = "It is a value of an input object; that it reads as a dictionary is second.")]
public sealed class InputObjectValue : IReadOnlyDictionary<string, object?>
{
    private KeyValuePair<string, object?>[] _entries;

    internal InputObjectValue(int capacity) => _entries = capacity == 0 ? [] : new KeyValuePair<string, object?>[capacity];

    /// <summary>The number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>All entries, without an enumerator to allocate.</summary>
    public ReadOnlySpan<KeyValuePair<string, object?>> Entries => _entries.AsSpan(0, Count);

    /// <inheritdoc />
    public IEnumerable<string> Keys => this.Select(static entry => entry.Key);

    /// <inheritdoc />
    public IEnumerable<object?> Values => this.Select(static entry => entry.Value);

    /// <inheritdoc />
    public object? this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    /// <summary>Adds an entry whose name is not there yet.</summary>
    internal void Add(string name, object? value)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(4, Count * 2));
        }

        _entries[Count++] = new(name, value);
    }

    /// <inheritdoc />
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc />
    public bool TryGetValue(string key, out object? value)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key == key)
            {
                value = entry.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _entries.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
