using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Scalars;

namespace HealthGraph.GraphQL.Data.Nodes;

/// <summary>Values of key columns as text: what their scalar shows, without quotes and escapes.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A JSON writer over an array holds nothing to give back.")]
internal sealed class KeyText
{
    private static readonly HashSet<NamedType> WrittenBare =
    [
        SpecifiedScalars.Int, SpecifiedScalars.Float, SpecifiedScalars.Boolean, ExtendedScalars.Short, ExtendedScalars.Long, ExtendedScalars.Decimal,
    ];

    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly ArrayBufferWriter<byte> _value = new();
    private readonly Utf8JsonWriter _json;

    public KeyText() => _json = new Utf8JsonWriter(_value, new JsonWriterOptions { SkipValidation = true });

    public ReadOnlySpan<byte> Written => _text.WrittenSpan;

    public void Begin(ReadOnlySpan<byte> prefix)
    {
        _text.ResetWrittenCount();
        _text.Write(prefix);
    }

    /// <summary>Adds a value; false when its scalar cannot hold it.</summary>
    public bool TryAdd(ColumnType type, ReadOnlySpan<byte> value, bool escaped)
    {
        _value.ResetWrittenCount();
        _json.Reset();
        if (!type.TryWrite(value, _json))
        {
            return false;
        }

        _json.Flush();
        var reader = new Utf8JsonReader(_value.WrittenSpan);
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            _text.Write(reader.ValueSpan);
            return true;
        }

        var room = _text.GetSpan(_value.WrittenCount * 2);
        var length = reader.CopyString(room);
        _text.Advance(escaped ? Escape(room, length) : length);
        return true;
    }

    public void AddSeparator() => _text.Write(":"u8);

    /// <summary>The coerced value of a text; null when it is none of the type's.</summary>
    public static object? Read(ColumnType type, string text)
    {
        try
        {
            return text.Contains('\0') ? null : type.GraphQLType switch
            {
                EnumType names => names.Values.FirstOrDefault(value => value.Name == text)?.Value,
                ScalarType scalar => scalar.CoerceInputValue(Json(scalar, text)),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is ValueCoercionException or JsonException)
        {
            return null;
        }
    }

    private static JsonElement Json(ScalarType scalar, string text) =>
        WrittenBare.Contains(scalar) ? JsonElement.Parse(text) : JsonSerializer.SerializeToElement(text);

    private static int Escape(Span<byte> text, int length)
    {
        var escapes = text[..length].Count((byte)':') + text[..length].Count((byte)'\\');
        var target = length + escapes;
        for (var i = length - 1; i >= 0; i--)
        {
            text[--target] = text[i];
            if (text[i] is (byte)':' or (byte)'\\')
            {
                // What stood here was moved already.
                text[--target] = (byte)'\\';
            }
        }

        return length + escapes;
    }
}
