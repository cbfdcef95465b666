using System.Collections.Concurrent;

namespace HealthGraph.GraphQL.Execution;

/// <summary>Derived values kept beside what they were derived from, such as the SQL plans of an operation.</summary>
/// <remarks>
/// Keys may come from a caller's variables, so each kind of value is bounded: past the bound a value is still made, but not kept.
/// </remarks>
public sealed class Bag(int capacityPerKind = 64)
{
    private readonly ConcurrentDictionary<Type, object> _tables = new();

    /// <summary>The value of a key, made when it is first asked for. Two callers at once may both make it; one is kept.</summary>
    public TValue GetOrAdd<TKey, TValue>(TKey key, Func<TKey, TValue> make)
        where TKey : notnull => GetOrAdd(key, static (key, make) => make(key), make);

    /// <summary>As the other, with an argument in place of a closure.</summary>
    public TValue GetOrAdd<TKey, TArgument, TValue>(TKey key, Func<TKey, TArgument, TValue> make, TArgument argument)
        where TKey : notnull
    {
        var table = (ConcurrentDictionary<TKey, TValue>)_tables.GetOrAdd(
            typeof(ConcurrentDictionary<TKey, TValue>), static _ => new ConcurrentDictionary<TKey, TValue>());
        if (table.TryGetValue(key, out var value))
        {
            return value;
        }

        value = make(key, argument);
        return table.Count < capacityPerKind ? table.GetOrAdd(key, value) : value;
    }
}
