using System.Globalization;
using System.Numerics;
using System.Text.Json;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem.Scalars;

/// <summary>Whole numbers of a given width.</summary>
internal sealed class WholeNumberRules<T>(string name)
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    public object Output(object value) => ScalarText.Unwrap(value) switch
    {
        T => value,
        bool or double or float => throw NotWhole(ScalarText.Inspect(value)),
        IConvertible and not string => Fit(Convert.ToDecimal(value, CultureInfo.InvariantCulture), ScalarText.Inspect(value)),
        BigInteger big when big >= BigInteger.CreateChecked(T.MinValue) && big <= BigInteger.CreateChecked(T.MaxValue) => T.CreateChecked(big),
        _ => throw NotWhole(ScalarText.Inspect(value)),
    };

    public object Input(JsonElement input) => input.ValueKind != JsonValueKind.Number
        ? throw NotWhole(ScalarText.Inspect(input))
        : input.TryGetDecimal(out var number) ? Fit(number, ScalarText.Inspect(input)) : throw OutOfRange(ScalarText.Inspect(input));

    public object Literal(ValueNode literal) => literal is not IntValueNode whole
        ? throw NotWhole(ScalarText.Print(literal))
        : T.TryParse(whole.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw OutOfRange(whole.Value);

    private object Fit(decimal number, string shown)
    {
        if (!decimal.IsInteger(number))
        {
            throw NotWhole(shown);
        }

        return number >= decimal.CreateChecked(T.MinValue) && number <= decimal.CreateChecked(T.MaxValue)
            ? T.CreateChecked(number)
            : throw OutOfRange(shown);
    }

    private ValueCoercionException NotWhole(string shown) => new($"{name} cannot represent non-integer value: {shown}");

    private ValueCoercionException OutOfRange(string shown) =>
        new($"{name} cannot represent value: {shown}. Expected an integer from {T.MinValue} to {T.MaxValue}.");
}

/// <summary>Decimal numbers with their scale.</summary>
internal static class DecimalRules
{
    private const int MaxDigits = 28;

    public static object Output(object value) => ScalarText.Unwrap(value) switch
    {
        _ when value is JsonElement { ValueKind: JsonValueKind.Number } => value,
        decimal or int or long or short or byte or sbyte or ushort or uint or ulong => value,
        BigInteger whole => new NumberText(whole.ToString(CultureInfo.InvariantCulture)),
        NumberText number => IsJsonNumber(number.Text) ? number : throw NotANumber(ScalarText.Inspect(number.Text)),
        double number when double.IsFinite(number) => value,
        float number when float.IsFinite(number) => value,
        string text when IsJsonNumber(text) => new NumberText(text),
        _ => throw NotANumber(ScalarText.Inspect(value)),
    };

    public static object Input(JsonElement input) => input.ValueKind == JsonValueKind.Number
        ? Parse(input.GetRawText())
        : throw NotANumber(ScalarText.Inspect(input));

    public static object Literal(ValueNode literal) => literal switch
    {
        IntValueNode number => Parse(number.Value),
        FloatValueNode number => Parse(number.Value),
        _ => throw NotANumber(ScalarText.Print(literal)),
    };

    // Never rounded in silence: a filter for a number must not become one for its neighbour.
    private static decimal Parse(string text) =>
        FitsDecimal(text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ValueCoercionException($"Decimal cannot represent value: {text}. Expected a number of at most {MaxDigits} digits.");

    private static bool FitsDecimal(string text)
    {
        var exponentAt = text.IndexOfAny(['e', 'E']);
        var mantissa = (exponentAt < 0 ? text : text[..exponentAt]).TrimStart('-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var exponent = 0;
        if (exponentAt >= 0 && !int.TryParse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }

        var scale = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length;
        return digits <= MaxDigits && scale <= MaxDigits;
    }

    private static bool IsJsonNumber(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text));
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ValueCoercionException NotANumber(string shown) => new($"Decimal cannot represent non numeric value: {shown}");
}
