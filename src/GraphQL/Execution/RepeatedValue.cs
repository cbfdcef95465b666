using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// A streamed value that stands in the response under several names: written once, its bytes kept for the others. What is larger
/// than the response has room to keep is read again.
/// </summary>
internal sealed class RepeatedValue(StreamedValue value, int uses) : StreamedValue
{
    private int _left = uses;

    /// <summary>What was written; null before the first time, and when it was too much to keep.</summary>
    public RepeatedBytes? Written { get; private set; }

    /// <summary>Why there is no value.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether the bytes are worth keeping: another name is still to be written.</summary>
    public bool IsNeededAgain => _left > 1;

    public override ValueTask WriteAsync(ResponseWriter writer, CancellationToken cancellationToken) =>
        value.WriteAsync(writer, cancellationToken);

    public void Keep(RepeatedBytes? written) => Written = written;

    /// <summary>Counts a name as written. Gives what need not be kept any longer.</summary>
    public int Done()
    {
        if (--_left > 0 || Written is null)
        {
            return 0;
        }

        var length = Written.Json.Length;
        Written = null;
        return length;
    }
}

/// <summary>A value as JSON, with the errors met in it and the depth of the place that it was written at.</summary>
internal sealed record RepeatedBytes(ReadOnlyMemory<byte> Json, IReadOnlyList<GraphQLError> Errors, int Depth);
