using System.Text.Json;
using System.Text.Json.Serialization;

namespace HealthGraph.Domain.CarePlans.Events;

/// <summary>A time that says its offset. The built-in converter takes the machine's own when there is none, and so would mean another instant on another machine.</summary>
internal sealed class OffsetDateTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) && HasOffset(reader.ValueSpan))
        {
            return time;
        }

        throw new JsonException("The value is not an ISO 8601 time with an offset.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    // After the date, only an offset holds one of these.
    private static bool HasOffset(ReadOnlySpan<byte> text) => text.Length > 10 && text[10..].IndexOfAny((byte)'Z', (byte)'+', (byte)'-') >= 0;
}
