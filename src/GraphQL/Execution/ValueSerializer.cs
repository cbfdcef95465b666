using System.Collections;
using System.Globalization;
using System.Text.Json;
using HealthGraph.GraphQL.TypeSystem.Scalars;

namespace HealthGraph.GraphQL.Execution;

/// <summary>Writes completed values, and the plain objects that extensions hold, as JSON.</summary>
internal static class ValueSerializer
{
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case ResultObject data:
                WriteObject(json, data);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool condition:
                json.WriteBooleanValue(condition);
                break;
            case JsonElement element:
                element.WriteTo(json);
                break;
            case NumberText number:
                json.WriteRawValue(number.Text, skipInputValidation: true);
                break;
            case WrittenItem written:
                json.WriteRawValue(written.Json.Span, skipInputValidation: true);
                break;
            case IReadOnlyDictionary<string, object?> entries:
                WriteEntries(json, entries);
                break;
            case IEnumerable items:
                WriteList(json, items);
                break;
            default:
                WriteNumberOrText(json, value);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter json, ResultObject data)
    {
        json.WriteStartObject();
        var fields = data.Fields;
        for (var i = 0; i < fields.Count; i++)
        {
            json.WritePropertyName(fields[i].EncodedName);
            Write(json, data[i]);
        }

        json.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter json, IReadOnlyDictionary<string, object?> entries)
    {
        json.WriteStartObject();
        foreach (var (name, value) in entries)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, IEnumerable items)
    {
        json.WriteStartArray();
        if (items is List<object?> list)
        {
            foreach (var item in list)
            {
                Write(json, item);
            }
        }
        else
        {
            foreach (var item in items)
            {
                Write(json, item);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteNumberOrText(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case float number:
                json.WriteNumberValue(number);
                break;
            case short or byte or sbyte or ushort:
                json.WriteNumberValue(Convert.ToInt32(value, CultureInfo.InvariantCulture));
                break;
            case uint number:
                json.WriteNumberValue(number);
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
