namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>
/// A response in several payloads: the first, and one for each update. Returned in place of an
/// <see cref="ExecutionResult"/> only when the request accepts it and something was put off by <c>@defer</c> or <c>@stream</c>.
/// </summary>
/// <remarks>
/// <para>
/// Write the first payload with <see cref="ResultSerializer.WriteAsync(IncrementalResult, ResponseWriter, CancellationToken)"/>,
/// let it leave, then write each update with
/// <see cref="ResultSerializer.WriteAsync(IncrementalUpdate, ResponseWriter, CancellationToken)"/> before asking for the next: an
/// update may hold rows that are read while it is written. Nothing that was put off begins before the first update is asked
/// for, and lists are read ahead by no more than <see cref="OperationExecutorOptions.StreamReadAhead"/> items: a slow reader is
/// waited for.
/// </para>
/// <para>
/// The updates end after the one whose <see cref="IncrementalUpdate.HasNext"/> is false. When the time of the request runs out,
/// that one completes all that is still pending with an error (HC0045). To give up earlier, dispose the enumerator or this
/// result: both stop what is under way and close the sources of the lists. Should the token given to the enumerator be cancelled,
/// it stops as well, with an <see cref="OperationCanceledException"/>.
/// </para>
/// <para>
/// Over HTTP, one <see cref="ResponseWriter"/> carries all payloads: <see cref="ResponseWriter.WriteFraming"/> writes what stands
/// between them, <see cref="ResponseWriter.FlushAsync"/> sends each on its way. Where a payload is part of a larger JSON value, write
/// it after the property name.
/// </para>
/// https://github.com/graphql/graphql-spec/blob/main/rfcs/DeferStream.md
/// </remarks>
public sealed class IncrementalResult : OperationResult
{
    /// <summary>Data and errors of the first payload.</summary>
    public required ExecutionResult Initial { get; init; }

    /// <summary>What the first payload announces.</summary>
    public required IReadOnlyList<PendingResult> Pending { get; init; }

    /// <summary>The payloads after the first, made while they are read. To be read once.</summary>
    public required IAsyncEnumerable<IncrementalUpdate> Updates { get; init; }

    internal IncrementalDelivery? Delivery { get; init; }

    private protected override void Close()
    {
        Delivery?.End();
        Initial.Dispose();
    }
}
