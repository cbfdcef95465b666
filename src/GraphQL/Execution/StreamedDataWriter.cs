namespace HealthGraph.GraphQL.Execution;

/// <summary>Writes data in which values stream: each in its turn, in the order of the document.</summary>
internal sealed class StreamedDataWriter(OperationExecution execution, ResponseWriter writer, CancellationToken cancellationToken)
{
    // The most bytes of values that a response keeps to write them again.
    private int _room = 8 * 1024 * 1024;

    public async ValueTask WriteAsync(object? value)
    {
        switch (value)
        {
            case StreamedLeaf { Value: RepeatedValue repeated } leaf:
                await WriteRepeatedAsync(leaf, repeated);
                break;
            case StreamedLeaf leaf:
                await WriteStreamedAsync(leaf);
                break;
            case ResultObject data:
                writer.Json.WriteStartObject();
                for (var i = 0; i < data.Fields.Count; i++)
                {
                    writer.Json.WritePropertyName(data.Fields[i].EncodedName);
                    await WriteAsync(data[i]);
                }

                writer.Json.WriteEndObject();
                break;
            case IReadOnlyList<object?> items:
                writer.Json.WriteStartArray();
                foreach (var item in items)
                {
                    await WriteAsync(item);
                    await writer.FlushIfLargeAsync(cancellationToken);
                }

                writer.Json.WriteEndArray();
                break;
            default:
                ValueSerializer.Write(writer.Json, value);
                break;
        }
    }

    // A value under several names is read once; what the others need is kept until the last of them is written.
    private async ValueTask WriteRepeatedAsync(StreamedLeaf leaf, RepeatedValue repeated)
    {
        if (repeated.Written is { } written)
        {
            writer.Json.WriteRawValue(written.Json.Span, skipInputValidation: true);
            foreach (var error in written.Errors)
            {
                writer.AddError(error.MovedTo(leaf.Path, written.Depth));
            }

            await writer.FlushIfLargeAsync(cancellationToken);
        }
        else if (repeated.Failure is { } failure)
        {
            writer.Json.WriteNullValue();
            writer.AddError(execution.DescribeStreamFailure(failure, leaf));
        }
        else
        {
            await WriteAndKeepAsync(leaf, repeated);
        }

        _room += repeated.Done();
    }

    private async ValueTask WriteAndKeepAsync(StreamedLeaf leaf, RepeatedValue repeated)
    {
        var errors = writer.Errors.Count;
        if (repeated.IsNeededAgain)
        {
            writer.BeginCapture(_room);
        }

        repeated.Failure = await WriteStreamedAsync(leaf);
        if (writer.EndCapture() is { } json && repeated.Failure is null)
        {
            repeated.Keep(new RepeatedBytes(json, [.. writer.Errors.Skip(errors)], leaf.Path.Depth));
            _room -= json.Length;
        }
    }

    // The request's own time limit ends the value as well as the host's token.
    private async ValueTask<Exception?> WriteStreamedAsync(StreamedLeaf leaf)
    {
        var mark = writer.Mark();
        try
        {
            await leaf.Value.WriteAsync(writer, execution.Operation.CancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var error = execution.DescribeStreamFailure(exception, leaf);
            if (!writer.RollBackToNull(mark))
            {
                throw new ResponseAbortedException(exception);
            }

            writer.AddError(error);
            execution.Operation.Delivery?.Drop(leaf.Path);
            return exception;
        }
    }
}
