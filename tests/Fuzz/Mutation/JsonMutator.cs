using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HealthGraph.Fuzz.Tests.Mutation;

/// <summary>JSON that is well-formed and not what was expected: other types, edges of numbers, depth, repeated names.</summary>
internal static class JsonMutator
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "2147483648", "-9223372036854775809", "1e309", "1e-400", "0.1", "1E+2", "\"\"", "\"a\"", "\"😀\"", "\"\\u0000\"",
        "\"2024-02-30\"", "\"2024-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999+14:00\"", "\"0001-01-01\"", "\"00000000-0000-0000-0000-000000000000\"",
        "[]", "{}", "[[]]", "[null]", "{\"eq\":null}", "{\"in\":[]}", "{\"and\":[{}]}", "{\"or\":[{},null]}", "{\"not\":{}}", "\"%\"", "\"_\"", "\"'; --\"",
        "123456789012345678901234567890.123456789", "\"infinity\"", "\"NaN\"", "-0", "-0.0", "{\"a\":1,\"a\":2}", "\"\\ud800\"",
    ];

    public static byte[] Mutate(byte[] json, Dice dice)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 500 });
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return json;
        }

        var text = Encoding.UTF8.GetString(json);
        var places = Places(root);
        if (places.Count == 0)
        {
            return Encoding.UTF8.GetBytes(dice.Pick(Values));
        }

        var place = dice.Pick(places);
        var written = place.ToJsonString(Relaxed);
        var at = text.IndexOf(written, StringComparison.Ordinal);
        if (at < 0)
        {
            text = root!.ToJsonString(Relaxed);
            at = text.IndexOf(written, StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(at < 0 ? text : text[..at] + Changed(written, dice) + text[(at + written.Length)..]);
    }

    public static string Value(Dice dice) => dice.Pick(Values);

    private static string Changed(string written, Dice dice) => dice.Below(6) switch
    {
        0 => new string('[', dice.Between(1, 220)) is var open ? open + written + new string(']', open.Length) : written,
        1 when dice.Between(1, 220) is var deep =>
            string.Concat(Enumerable.Repeat("{\"and\":", deep)) + written + new string('}', deep),
        2 => $"[{string.Join(',', Enumerable.Repeat(written, dice.Between(1, 50)))}]",
        _ => dice.Pick(Values),
    };

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 600,
    };

    private static List<JsonNode> Places(JsonNode? root)
    {
        var found = new List<JsonNode>();
        var pending = new Stack<JsonNode?>([root]);
        while (pending.TryPop(out var node))
        {
            if (node is null)
            {
                continue;
            }

            found.Add(node);
            IEnumerable<JsonNode?> children = node switch
            {
                JsonArray array => array,
                JsonObject value => SafeValues(value),
                _ => [],
            };
            foreach (var child in children)
            {
                pending.Push(child);
            }
        }

        return found;
    }

    // A repeated name is found out when the object is first looked into.
    private static IEnumerable<JsonNode?> SafeValues(JsonObject value)
    {
        try
        {
            return [.. value.Select(entry => entry.Value)];
        }
        catch (ArgumentException)
        {
            return [];
        }
    }
}
