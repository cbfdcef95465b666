using System.Text.Json;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Execution;

/// <summary>Writes one entry of <c>errors</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Errors.Error-Result-Format</remarks>
public static class ErrorSerializer
{
    /// <summary>Writes the error as an object of the <c>errors</c> list.</summary>
    public static void Write(Utf8JsonWriter json, GraphQLError error)
    {
        json.WriteStartObject();
        json.WriteString("message"u8, error.Message);
        WriteLocations(json, error);
        if (error.Path is { } path)
        {
            WritePath(json, "path"u8, path.ToList());
        }

        WriteExtensions(json, error);
        json.WriteEndObject();
    }

    private static void WriteLocations(Utf8JsonWriter json, GraphQLError error)
    {
        if (error.Locations.Count == 0)
        {
            return;
        }

        json.WriteStartArray("locations"u8);
        foreach (var location in error.Locations)
        {
            json.WriteStartObject();
            json.WriteNumber("line"u8, location.Line);
            json.WriteNumber("column"u8, location.Column);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WritePath(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<object> segments)
    {
        json.WriteStartArray(name);
        foreach (var segment in segments)
        {
            ValueSerializer.Write(json, segment);
        }

        json.WriteEndArray();
    }

    private static void WriteExtensions(Utf8JsonWriter json, GraphQLError error)
    {
        if (error.Code is null && error.Extensions is null or { Count: 0 })
        {
            return;
        }

        json.WriteStartObject("extensions"u8);
        if (error.Code is not null)
        {
            json.WriteString("code"u8, error.Code);
        }

        foreach (var (name, value) in error.Extensions ?? new Dictionary<string, object?>())
        {
            json.WritePropertyName(name);
            ValueSerializer.Write(json, value);
        }

        json.WriteEndObject();
    }
}
