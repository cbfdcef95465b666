using System.Text;

namespace HealthGraph.GraphQL.Language;

/// <summary>Block strings between their quotes, and back.</summary>
/// <remarks>https://spec.graphql.org/September2025/#BlockStringValue()</remarks>
internal static class BlockString
{
    private const int LongestOnOneLine = 70;
    private const string Quotes = "\"\"\"";
    private const string EscapedQuotes = "\\\"\"\"";

    /// <summary>The value of what stands between the quotes: no common indent, no blank first and last lines.</summary>
    public static string Dedent(string raw)
    {
        var text = raw.Replace(EscapedQuotes, Quotes, StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal).AsSpan();
        var common = int.MaxValue;
        var first = -1;
        var last = -1;
        var number = 0;
        foreach (var range in text.SplitAny('\n', '\r'))
        {
            var line = text[range];
            var indent = Indent(line);
            if (indent < line.Length)
            {
                first = first < 0 ? number : first;
                last = number;
                common = number == 0 ? common : Math.Min(common, indent);
            }

            number++;
        }

        var result = new StringBuilder(text.Length);
        number = 0;
        foreach (var range in text.SplitAny('\n', '\r'))
        {
            if (number >= first && number <= last)
            {
                var line = text[range];
                result.Append(number > first ? "\n" : "").Append(number == 0 ? line : line[Math.Min(common, line.Length)..]);
            }

            number++;
        }

        return result.ToString();
    }

    /// <summary>The value between quotes, over several lines unless it is short and simple.</summary>
    public static string Print(string value)
    {
        var escaped = value.Replace(Quotes, EscapedQuotes, StringComparison.Ordinal);
        var lines = Lines(escaped);
        var oneLine = lines.Length == 1;

        // Without a line break first, the common indent of the other lines would be taken away when read again.
        var breakFirst = !oneLine && lines.Skip(1).All(line => line.Length == 0 || IsWhiteSpace(line[0]));
        var endsWithQuotes = escaped.EndsWith(EscapedQuotes, StringComparison.Ordinal);
        var breakLast = (value.EndsWith('"') && !endsWithQuotes) || value.EndsWith('\\');
        var spread = !oneLine || value.Length > LongestOnOneLine || breakLast || breakFirst || endsWithQuotes;
        var indentedLine = oneLine && value.Length > 0 && IsWhiteSpace(value[0]);

        return Quotes + ((spread && !indentedLine) || breakFirst ? "\n" : "") + escaped + (spread ? "\n" : "") + Quotes;
    }

    /// <summary>Whether the value can be written as a block string and read again unchanged.</summary>
    public static bool CanPrint(string value)
    {
        if (value.Length == 0)
        {
            return true;
        }

        var emptyLine = true;
        var indented = false;
        var commonIndent = true;
        var pastFirstLine = false;
        foreach (var character in value)
        {
            switch (character)
            {
                case '\n':
                    if (emptyLine && !pastFirstLine)
                    {
                        return false;
                    }

                    pastFirstLine = true;
                    emptyLine = true;
                    indented = false;
                    break;
                case '\t' or ' ':
                    indented |= emptyLine;
                    break;
                case <= '\u000f':
                    return false;
                default:
                    commonIndent &= indented;
                    emptyLine = false;
                    break;
            }
        }

        return !emptyLine && !(commonIndent && pastFirstLine);
    }

    private static string[] Lines(string text) => text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None);

    private static int Indent(ReadOnlySpan<char> line)
    {
        var indent = 0;
        while (indent < line.Length && IsWhiteSpace(line[indent]))
        {
            indent++;
        }

        return indent;
    }

    private static bool IsWhiteSpace(char character) => character is '\t' or ' ';
}
