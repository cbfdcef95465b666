using System.Text.Json;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution.Incremental;

namespace HealthGraph.GraphQL.Execution;

/// <summary>Writes results as JSON, streamed values included.</summary>
/// <remarks>
/// https://spec.graphql.org/September2025/#sec-Response-Format. Errors come before the data, as graphql-js has them, unless the
/// data is read while it is written: then what failed is known only afterwards.
/// </remarks>
public static class ResultSerializer
{
    private static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");
    private static readonly JsonEncodedText ErrorList = JsonEncodedText.Encode("errors");
    private static readonly JsonEncodedText Extensions = JsonEncodedText.Encode("extensions");

    /// <summary>Writes the result into the writer, without the last flush.</summary>
    /// <exception cref="ResponseAbortedException">A streamed value broke off half-way.</exception>
    public static async ValueTask WriteAsync(ExecutionResult result, ResponseWriter writer, CancellationToken cancellationToken)
    {
        writer.Json.WriteStartObject();
        await WriteEntriesAsync(result, writer, cancellationToken);
        writer.Json.WriteEndObject();
    }

    /// <summary>
    /// Writes the first payload of an incremental delivery as one JSON object, without the last flush: data and errors, what is
    /// pending, and whether more comes: all that was to come may be lost with a value that failed while it was written.
    /// </summary>
    /// <exception cref="ResponseAbortedException">A streamed value broke off half-way.</exception>
    public static async ValueTask WriteAsync(IncrementalResult result, ResponseWriter writer, CancellationToken cancellationToken)
    {
        writer.Json.WriteStartObject();
        await WriteEntriesAsync(result.Initial, writer, cancellationToken);
        UpdateSerializer.WritePending(writer.Json, result.Delivery?.WithoutDropped(result.Pending) ?? result.Pending);
        writer.Json.WriteBoolean(UpdateSerializer.HasNext, result.Delivery?.IsDone != true);
        writer.Json.WriteEndObject();
    }

    /// <summary>Writes a later payload of an incremental delivery as one JSON object, without the last flush.</summary>
    /// <exception cref="ResponseAbortedException">A streamed value broke off half-way.</exception>
    public static ValueTask WriteAsync(IncrementalUpdate update, ResponseWriter writer, CancellationToken cancellationToken) =>
        UpdateSerializer.WriteAsync(update, writer, cancellationToken);

    private static async ValueTask WriteEntriesAsync(ExecutionResult result, ResponseWriter writer, CancellationToken cancellationToken)
    {
        var json = writer.Json;
        if (result.HasStreamedValues)
        {
            json.WritePropertyName(Data);
            await new StreamedDataWriter(result.Execution!, writer, cancellationToken).WriteAsync(result.Data);
            WriteErrors(json, [.. result.Errors, .. writer.Errors]);
        }
        else
        {
            WriteErrors(json, result.Errors);
            if (result.HasData)
            {
                json.WritePropertyName(Data);
                ValueSerializer.Write(json, result.Data);
            }
        }

        if (result.Extensions is { Count: > 0 } extensions)
        {
            json.WritePropertyName(Extensions);
            ValueSerializer.Write(json, extensions);
        }
    }

    internal static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<GraphQLError> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        json.WriteStartArray(ErrorList);
        foreach (var error in errors)
        {
            ErrorSerializer.Write(json, error);
        }

        json.WriteEndArray();
    }
}
