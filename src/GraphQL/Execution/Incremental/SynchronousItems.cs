using System.Collections;

namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>Items that never have to be waited for.</summary>
internal sealed class SynchronousItems(IEnumerable items) : IAsyncEnumerator<object?>
{
    private readonly IEnumerator _items = items.GetEnumerator();

    public object? Current => _items.Current;

    public ValueTask<bool> MoveNextAsync() => new(_items.MoveNext());

    public ValueTask DisposeAsync()
    {
        (_items as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
