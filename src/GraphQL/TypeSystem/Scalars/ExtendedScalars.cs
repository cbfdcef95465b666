using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace HealthGraph.GraphQL.TypeSystem.Scalars;

/// <summary>The scalars beside the specification's, under HotChocolate's names and links.</summary>
public static class ExtendedScalars
{
    private const string Specifications = "https://scalars.graphql.org/chillicream/";

    private static readonly WholeNumberRules<long> LongRules = new("Long");
    private static readonly WholeNumberRules<short> ShortRules = new("Short");

    /// <summary><see cref="long"/>.</summary>
    public static ScalarType Long { get; } = new("Long")
    {
        Description = "The `Long` scalar type represents a signed 64-bit integer.",
        SpecifiedByUrl = Specifications + "long.html",
        CoerceOutputValue = LongRules.Output,
        CoerceInputValue = LongRules.Input,
        CoerceInputLiteral = LongRules.Literal,
    };

    /// <summary><see cref="short"/>.</summary>
    public static ScalarType Short { get; } = new("Short")
    {
        Description = "The `Short` scalar type represents a signed 16-bit integer.",
        SpecifiedByUrl = Specifications + "short.html",
        CoerceOutputValue = ShortRules.Output,
        CoerceInputValue = ShortRules.Input,
        CoerceInputLiteral = ShortRules.Literal,
    };

    /// <summary><see cref="decimal"/> in; decimal, or <see cref="NumberText"/> beyond it, out.</summary>
    public static ScalarType Decimal { get; } = new("Decimal")
    {
        Description = "The `Decimal` scalar type represents a decimal number with its scale, written as a JSON number.",
        SpecifiedByUrl = Specifications + "decimal.html",
        CoerceOutputValue = DecimalRules.Output,
        CoerceInputValue = DecimalRules.Input,
        CoerceInputLiteral = DecimalRules.Literal,
    };

    /// <summary><see cref="Guid"/>.</summary>
    public static ScalarType Uuid { get; } = TextScalar.Create<Guid>(
        "UUID",
        "a UUID such as \"0198d2a0-0000-7000-8000-000000000001\"",
        static (text, out value) => Guid.TryParseExact(text, "D", out value),
        static value => value.ToString("D"),
        "The `UUID` scalar type represents a universally unique identifier, in the form of RFC 9562.",
        Specifications + "uuid.html");

    /// <summary><see cref="DateTimeOffset"/>; a <see cref="System.DateTime"/> must say that it is UTC.</summary>
    public static ScalarType DateTime { get; } = WithDateTimes(TextScalar.Create<DateTimeOffset>(
        "DateTime",
        "a date and time with an offset such as \"2024-02-29T13:45:30.5Z\"",
        TimeFormats.TryParseDateTime,
        TimeFormats.PrintDateTime,
        "The `DateTime` scalar type represents a date and time with time zone offset information; it is returned in UTC.",
        Specifications + "date-time.html"));

    /// <summary><see cref="System.DateTime"/> that stands in no zone.</summary>
    public static ScalarType LocalDateTime { get; } = TextScalar.Create<System.DateTime>(
        "LocalDateTime",
        "a date and time without an offset such as \"2024-02-29T13:45:30.5\"",
        TimeFormats.TryParseLocalDateTime,
        TimeFormats.PrintLocalDateTime,
        "The `LocalDateTime` scalar type represents a date and time without time zone information.",
        Specifications + "local-date-time.html");

    /// <summary><see cref="DateOnly"/>.</summary>
    public static ScalarType LocalDate { get; } = TextScalar.Create<DateOnly>(
        "LocalDate",
        "a date such as \"2024-02-29\"",
        TimeFormats.TryParseDate,
        TimeFormats.PrintDate,
        "The `LocalDate` scalar type represents a date without time or time zone information.",
        Specifications + "local-date.html");

    /// <summary><see cref="TimeOnly"/>.</summary>
    public static ScalarType LocalTime { get; } = TextScalar.Create<TimeOnly>(
        "LocalTime",
        "a time of day such as \"13:45:30\"",
        TimeFormats.TryParseTime,
        TimeFormats.PrintTime,
        "The `LocalTime` scalar type represents a time of day without date or time zone information.",
        Specifications + "local-time.html");

    /// <summary><see cref="TimeSpan"/>.</summary>
    public static ScalarType Duration { get; } = TextScalar.Create<TimeSpan>(
        "Duration",
        "an ISO 8601 duration of weeks, or of days to seconds, such as \"P1DT2H30M\"",
        TimeFormats.TryParseDuration,
        TimeFormats.PrintDuration,
        "The `Duration` scalar type represents a duration of time, in the form of ISO 8601.",
        Specifications + "time-span.html");

    /// <summary><see cref="System.Uri"/>.</summary>
    public static ScalarType Uri { get; } = TextScalar.Create<Uri>(
        "URI",
        "a URI such as \"https://example.org/a\"",
        TryParseUri,
        static value => value.OriginalString,
        "The `URI` scalar type represents a Uniform Resource Identifier, in the form of RFC 3986.",
        Specifications + "uri.html");

    /// <summary>Bytes.</summary>
    public static ScalarType Base64String { get; } = TextScalar.Create<byte[]>(
        "Base64String",
        "base64 with padding such as \"SGk=\"",
        TryParseBase64,
        static value => Convert.ToBase64String(value),
        "The `Base64String` scalar type represents an array of bytes encoded as a base64 string.",
        Specifications + "base64-string.html");

    /// <summary>Any JSON: a <see cref="JsonElement"/> in; that, or dictionaries, lists and leaves, out.</summary>
    public static ScalarType Any { get; } = new("Any")
    {
        Description = "The `Any` scalar type represents any valid GraphQL value.",
        SpecifiedByUrl = Specifications + "any.html",
    };

    /// <summary>An <see cref="UploadReference"/>; input only.</summary>
    public static ScalarType Upload { get; } = new("Upload")
    {
        Description = "The `Upload` scalar type represents a file upload.",
        SpecifiedByUrl = "https://github.com/jaydenseric/graphql-multipart-request-spec",
        CoerceInputValue = static input => input.ValueKind == JsonValueKind.String
            ? new UploadReference(input.GetString()!)
            : throw new ValueCoercionException($"Upload cannot represent value: {ScalarText.Inspect(input)}. Expected a file of a multipart request."),
        CoerceInputLiteral = static literal =>
            throw new ValueCoercionException($"Upload cannot represent value: {ScalarText.Print(literal)}. Expected a variable of a multipart request."),
        CoerceOutputValue = static _ => throw new ValueCoercionException("Upload cannot be returned."),
    };

    /// <summary>Every scalar here.</summary>
    public static IReadOnlyList<ScalarType> All { get; } =
        [Long, Short, Decimal, Uuid, DateTime, LocalDateTime, LocalDate, LocalTime, Duration, Uri, Base64String, Any, Upload];

    private static ScalarType WithDateTimes(ScalarType scalar) => new(scalar.Name)
    {
        Description = scalar.Description,
        SpecifiedByUrl = scalar.SpecifiedByUrl,
        CoerceInputValue = scalar.CoerceInputValue,
        CoerceInputLiteral = scalar.CoerceInputLiteral,
        CoerceOutputValue = value => scalar.CoerceOutputValue(
            value is System.DateTime { Kind: DateTimeKind.Utc } utc ? new DateTimeOffset(utc) : value),
    };

    private static bool TryParseUri(string text, [MaybeNullWhen(false)] out Uri value)
    {
        value = null;
        return System.Uri.IsWellFormedUriString(text, UriKind.RelativeOrAbsolute)
            && System.Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out value);
    }

    private static bool TryParseBase64(string text, out byte[] value)
    {
        value = [];
        if (text.Length % 4 != 0 || text.Any(char.IsWhiteSpace))
        {
            return false;
        }

        var bytes = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            return false;
        }

        value = bytes[..length];
        return true;
    }
}
