namespace HealthGraph.GraphQL.Execution;

/// <summary>Writes data in which values stream: each in its turn, in the order of the document.</summary>
internal sealed class StreamedDataWriter(OperationExecution execution, ResponseWriter writer, CancellationToken cancellationToken)
{
    public async ValueTask WriteAsync(object? value)
    {
        switch (value)
        {
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

    // The request's own time limit ends the value as well as the host's token.
    private async ValueTask WriteStreamedAsync(StreamedLeaf leaf)
    {
        var mark = writer.Mark();
        try
        {
            await leaf.Value.WriteAsync(writer, execution.Operation.CancellationToken);
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
        }
    }
}
