using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HealthGraph.GraphQL.Values;

/// <summary>Values as messages show them: graphql-js's <c>inspect</c>.</summary>
internal static class Inspection
{
    private const int MaxItems = 10;
    private const int MaxDepth = 2;

    public static string Inspect(object? value) => Inspect(value, 0);

    /// <summary>Text in double quotes with JSON's escapes.</summary>
    public static string Quote(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";

    private static string Inspect(object? value, int depth) => value switch
    {
        null => "null",
        JsonElement json => Inspect(json, depth),
        string text => Quote(text),
        bool condition => condition ? "true" : "false",
        double number => JavaScriptNumber.Print(number),
        float number => JavaScriptNumber.Print(number),
        IReadOnlyDictionary<string, object?> entries => Object([.. entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))], depth),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => List([.. items.Cast<object?>()], depth),
        _ => value.GetType().Name,
    };

    private static string Inspect(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.String => Quote(value.GetString()!),
        JsonValueKind.Number => JavaScriptNumber.Print(value),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => List([.. value.EnumerateArray().Cast<object?>()], depth),
        JsonValueKind.Object => Object([.. value.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, (object?)property.Value))], depth),
        JsonValueKind.Undefined => "undefined",
        _ => "null",
    };

    private static string List(IReadOnlyList<object?> items, int depth)
    {
        if (items.Count == 0)
        {
            return "[]";
        }

        if (depth >= MaxDepth)
        {
            return "[Array]";
        }

        var shown = items.Take(MaxItems).Select(item => Inspect(item, depth + 1)).ToList();
        if (items.Count > MaxItems)
        {
            var rest = items.Count - MaxItems;
            shown.Add(rest == 1 ? "... 1 more item" : $"... {rest} more items");
        }

        return $"[{string.Join(", ", shown)}]";
    }

    private static string Object(IReadOnlyList<KeyValuePair<string, object?>> entries, int depth)
    {
        if (entries.Count == 0)
        {
            return "{}";
        }

        if (depth >= MaxDepth)
        {
            return "[Object]";
        }

        var text = new StringBuilder("{ ");
        text.AppendJoin(", ", entries.Select(entry => $"{entry.Key}: {Inspect(entry.Value, depth + 1)}"));
        return text.Append(" }").ToString();
    }
}
