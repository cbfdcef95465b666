using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace HealthGraph.GraphQL.Execution;

/// <summary>Any <see cref="IAsyncEnumerable{T}"/> as one of objects; a struct's needs an adapter.</summary>
internal static class AsyncSequence
{
    private static readonly ConcurrentDictionary<Type, Func<object, IAsyncEnumerable<object?>>?> Adapters = new();

    public static IAsyncEnumerable<object?>? From(object value) =>
        value as IAsyncEnumerable<object?> ?? Adapters.GetOrAdd(value.GetType(), MakeAdapter)?.Invoke(value);

    private static Func<object, IAsyncEnumerable<object?>>? MakeAdapter(Type type)
    {
        var sequence = Array.Find(
            type.GetInterfaces(),
            candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
        return sequence is null
            ? null
            : typeof(AsyncSequence).GetMethod(nameof(Adapt), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(sequence.GetGenericArguments()).CreateDelegate<Func<object, IAsyncEnumerable<object?>>>();
    }

    private static IAsyncEnumerable<object?> Adapt<T>(object source)
    {
        return ReadAsync((IAsyncEnumerable<T>)source);

        static async IAsyncEnumerable<object?> ReadAsync(
            IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var item in items.WithCancellation(cancellationToken))
            {
                yield return item;
            }
        }
    }
}
