using System.Text.Json;

namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>Writes what an incremental delivery has beside data and errors.</summary>
internal static class UpdateSerializer
{
    public static readonly JsonEncodedText HasNext = JsonEncodedText.Encode("hasNext");

    public static async ValueTask WriteAsync(IncrementalUpdate update, ResponseWriter writer, CancellationToken cancellationToken)
    {
        var json = writer.Json;
        json.WriteStartObject();
        if (update.Incremental.Count > 0)
        {
            json.WriteStartArray("incremental"u8);
            foreach (var entry in update.Incremental)
            {
                await WriteAsync(entry, writer, cancellationToken);
            }

            json.WriteEndArray();
        }

        // After the data: what a value announced is dropped when it fails while it is written.
        WritePending(json, update.Delivery?.WithoutDropped(update.Pending) ?? update.Pending);
        WriteCompleted(json, update.Completed);
        json.WriteBoolean(HasNext, update.HasNext);
        json.WriteEndObject();
    }

    public static void WritePending(Utf8JsonWriter json, IReadOnlyList<PendingResult> pending)
    {
        if (pending.Count == 0)
        {
            return;
        }

        json.WriteStartArray("pending"u8);
        foreach (var result in pending)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, result.Id);
            ErrorSerializer.WritePath(json, "path"u8, result.Path?.ToList() ?? []);
            if (result.Label is not null)
            {
                json.WriteString("label"u8, result.Label);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static async ValueTask WriteAsync(IncrementalEntry entry, ResponseWriter writer, CancellationToken cancellationToken)
    {
        var json = writer.Json;
        var errorsBefore = writer.Errors.Count;
        json.WriteStartObject();
        json.WriteString("id"u8, entry.Id);
        switch (entry)
        {
            case IncrementalData { Execution: { } execution } data:
                WriteSubPath(json, data);
                json.WritePropertyName("data"u8);
                await WriteWholeAsync(execution, data.Data, writer, cancellationToken);
                break;
            case IncrementalData data:
                WriteSubPath(json, data);
                json.WritePropertyName("data"u8);
                ValueSerializer.Write(json, data.Data);
                break;
            case IncrementalItems items:
                json.WritePropertyName("items"u8);
                ValueSerializer.Write(json, items.Items);
                break;
        }

        ResultSerializer.WriteErrors(json, [.. entry.Errors, .. writer.Errors.Skip(errorsBefore)]);
        json.WriteEndObject();
    }

    // An update is kept until it is whole: a value that fails half-way is null with an error, as if it had failed at once.
    private static async ValueTask WriteWholeAsync(
        OperationExecution execution, object data, ResponseWriter writer, CancellationToken cancellationToken)
    {
        var wasHeld = writer.IsHeld;
        writer.IsHeld = true;
        await new StreamedDataWriter(execution, writer, cancellationToken).WriteAsync(data);
        writer.IsHeld = wasHeld;
    }

    private static void WriteSubPath(Utf8JsonWriter json, IncrementalData data)
    {
        if (data.SubPath.Count > 0)
        {
            ErrorSerializer.WritePath(json, "subPath"u8, data.SubPath);
        }
    }

    private static void WriteCompleted(Utf8JsonWriter json, IReadOnlyList<CompletedResult> completed)
    {
        if (completed.Count == 0)
        {
            return;
        }

        json.WriteStartArray("completed"u8);
        foreach (var result in completed)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, result.Id);
            ResultSerializer.WriteErrors(json, result.Errors);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
