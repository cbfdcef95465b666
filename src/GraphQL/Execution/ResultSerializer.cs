using System.Text.Json;
using HealthGraph.GraphQL.Errors;

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
        var json = writer.Json;
        json.WriteStartObject();
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

        json.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<GraphQLError> errors)
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
