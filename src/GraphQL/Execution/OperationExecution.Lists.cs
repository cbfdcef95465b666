using System.Collections;
using System.Text.Json;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution.Incremental;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

internal sealed partial class OperationExecution
{
    private ValueTask<object?> CompleteList(ListType type, Position at, object value)
    {
        var stream = at.Path.IsIndex ? null : at.Field.Stream;
        var initialCount = stream?.GetInitialCount(operation.Variables);
        if (AsyncSequence.From(value) is { } sequence)
        {
            return CompleteItemsAsync(type, at, sequence.GetAsyncEnumerator(operation.CancellationToken), initialCount);
        }

        if (initialCount is not null)
        {
            return CompleteItemsAsync(type, at, new SynchronousItems(ItemsOf(value, at)), initialCount);
        }

        var list = new ListCompletion(value is ICollection { Count: var count } ? count : 4);
        switch (value)
        {
            case JsonElement { ValueKind: JsonValueKind.Array } json:
                foreach (var item in json.EnumerateArray())
                {
                    if (!CompleteItem(ref list, type.OfType, at, item))
                    {
                        break;
                    }
                }

                break;
            default:
                foreach (var item in ItemsOf(value, at))
                {
                    if (!CompleteItem(ref list, type.OfType, at, item))
                    {
                        break;
                    }
                }

                break;
        }

        return list.Finish();
    }

    private static IEnumerable ItemsOf(object value, Position at) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.Array } json => json.EnumerateArray(),
        IEnumerable items when value is not (string or IDictionary or IReadOnlyDictionary<string, object?>) => items,
        _ => throw new GraphQLException(
            $"Expected Iterable, but did not find one for field \"{at.Field.ParentType.Name}.{at.Field.Definition.Name}\".", ErrorCodes.NotAList),
    };

    /// <summary>Completes items one after the other; from <paramref name="initialCount"/> on they are put off.</summary>
    private async ValueTask<object?> CompleteItemsAsync(ListType type, Position at, IAsyncEnumerator<object?> items, int? initialCount)
    {
        var list = new ListCompletion(4);
        var isPutOff = false;
        try
        {
            while (!isPutOff && !list.IsLost)
            {
                if (list.Count == initialCount)
                {
                    PutOff(type, at, items, list.Count);
                    isPutOff = true;
                }
                else if (await items.MoveNextAsync())
                {
                    operation.Batches.Enter();
                    try
                    {
                        CompleteItem(ref list, type.OfType, at, items.Current);
                    }
                    finally
                    {
                        operation.Batches.Exit();
                    }
                }
                else
                {
                    break;
                }
            }
        }
        finally
        {
            if (!isPutOff)
            {
                await items.DisposeAsync();
            }
        }

        return await list.Finish();
    }

    /// <summary>Completes the next item; false when the list is lost with it, so that the rest need not be completed.</summary>
    private bool CompleteItem(ref ListCompletion list, GraphQLType itemType, Position at, object? item)
    {
        list.Add(CompleteAndSettle(itemType, at with { Path = at.Path.Append(list.Count) }, item));
        return !list.IsLost;
    }

    /// <summary>The items of a list while they are completed.</summary>
    private struct ListCompletion(int capacity)
    {
        private readonly List<object?> _items = new(capacity);
        private List<Task<object?>?>? _waiting;
        private FieldFailure? _failure;

        public readonly int Count => _items.Count;

        /// <summary>An item failed that may not be null, and nothing is under way: the rest need not be completed.</summary>
        public readonly bool IsLost => _failure is not null && _waiting is null;

        public void Add(ValueTask<object?> item)
        {
            if (item.IsCompletedSuccessfully)
            {
                _items.Add(item.Result);
                _failure ??= item.Result as FieldFailure;
                _waiting?.Add(null);
                return;
            }

            if (_waiting is null)
            {
                _waiting = new(_items.Capacity);
                for (var i = 0; i < _items.Count; i++)
                {
                    _waiting.Add(null);
                }
            }

            _items.Add(null);
            _waiting.Add(item.AsTask());
        }

        public readonly ValueTask<object?> Finish() =>
            _waiting is null ? new((object?)_failure ?? _items) : FinishAsync([.. _items], [.. _waiting]);

        private static async ValueTask<object?> FinishAsync(object?[] items, Task<object?>?[] waiting)
        {
            await AwaitAllAsync(items, waiting);
            return Array.Find(items, item => item is FieldFailure) ?? items;
        }
    }
}
