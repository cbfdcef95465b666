using System.Globalization;
using System.Text.Json;
using HealthGraph.Domain.Errors;

namespace HealthGraph.Domain.Settings;

/// <summary>The text of a setting as a value. The table is open to other programs, so the text may be anything.</summary>
public static class SettingValue
{
    /// <exception cref="HealthGraphException">The text is neither true nor false.</exception>
    public static bool Boolean(string key, string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "t" or "1" or "yes" or "on" => true,
        "false" or "f" or "0" or "no" or "off" or "" => false,
        _ => throw Wrong(key, text, "true or false"),
    };

    /// <exception cref="HealthGraphException">The text is no whole number.</exception>
    public static int Integer(string key, string text) =>
        int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(key, text, "a whole number");

    /// <exception cref="HealthGraphException">The text is no day.</exception>
    public static DateOnly Day(string key, string text) =>
        DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Wrong(key, text, "a day such as 2025-03-31");

    /// <summary>A JSON array of texts, or items with commas between them; each item once, without the space around it.</summary>
    /// <exception cref="HealthGraphException">It begins like a JSON array and is none.</exception>
    public static IReadOnlyList<string> List(string key, string text)
    {
        IEnumerable<string?> items = text.TrimStart() is ['[', ..] ? FromJson(key, text) : text.Split(',');
        return [.. items.Select(item => item?.Trim() ?? "").Where(item => item.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    internal static HealthGraphException Wrong(string key, string text, string allowed) =>
        new("INVALID_SETTING", $"The setting {key} is '{text}', but must be {allowed}.");

    private static List<string?> FromJson(string key, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<List<string?>>(text) ?? [];
        }
        catch (JsonException)
        {
            throw Wrong(key, text, "a list such as CA, TX");
        }
    }
}
