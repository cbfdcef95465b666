using System.Text;

namespace HealthGraph.GraphQL.Language;

/// <summary>Quoted strings as they stand in documents.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-String-Value</remarks>
internal static class StringLiteral
{
    public static string Print(string value)
    {
        var result = new StringBuilder(value.Length + 2).Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append("\\\\"),
                '\b' => result.Append("\\b"),
                '\t' => result.Append("\\t"),
                '\n' => result.Append("\\n"),
                '\f' => result.Append("\\f"),
                '\r' => result.Append("\\r"),
                < ' ' or (>= '\u007f' and <= '\u009f') => result.Append($"\\u{(int)character:X4}"),
                _ => result.Append(character),
            };
        }

        return result.Append('"').ToString();
    }
}
