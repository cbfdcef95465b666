using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>The rest of a list, read once the list is announced and no further ahead of the client than it may be.</summary>
internal abstract class DeliveryStream(ResponsePath path, string? label)
{
    public ResponsePath Path => path;

    public string? Label => label;

    public string? Id { get; set; }

    /// <summary>Announced and not yet completed.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Begins to read. <paramref name="onReady"/> is called whenever there is something to take after there was not.</summary>
    public abstract void Start(Action<DeliveryStream> onReady);

    /// <summary>Hands over what is ready, and makes room for more.</summary>
    public abstract StreamBatch Take();

    /// <summary>Closes the source, now or as soon as it is no longer being read.</summary>
    public abstract void Close();
}

/// <summary>Items in their order, and whether the list ended behind them.</summary>
/// <param name="Items">The items that are ready.</param>
/// <param name="IsLast">Nothing comes after them.</param>
/// <param name="Failure">Why nothing comes after them, if not because the list is whole. It comes without items.</param>
/// <param name="HasMore">More is ready, for an update of its own.</param>
internal readonly record struct StreamBatch(
    IReadOnlyList<DeferredOutcome> Items, bool IsLast = false, GraphQLError? Failure = null, bool HasMore = false);
