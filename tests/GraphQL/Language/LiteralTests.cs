using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Tests.Language;

public sealed class LiteralTests
{
    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"é😀\"", "é😀")]
    [InlineData("""
        "quote \" slash \\ \/ \b\f\n\r\t"
        """, "quote \" slash \\ / \b\f\n\r\t")]
    [InlineData("""
        "\u00e9 \uD83D\uDE00 \u{1F600} \u{00000041}"
        """, "é 😀 😀 A")]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\"\n    Hello,\n      World!\n\n    Yours,\n      GraphQL.\n  \"\"\"", "Hello,\n  World!\n\nYours,\n  GraphQL.")]
    [InlineData("\"\"\"a\r\n  b\r  c\"\"\"", "a\nb\nc")]
    [InlineData("\"\"\"contains \\\"\"\" quotes and \\n no escape\"\"\"", "contains \"\"\" quotes and \\n no escape")]
    public void A_string_stands_for_its_text(string literal, string value) =>
        Assert.Equal(value, Assert.IsType<StringValueNode>(Parser.ParseValue(new Source(literal))).Value);

    [Theory]
    [InlineData("\"a", "Unterminated string.", 3)]
    [InlineData("\"a\nb\"", "Unterminated string.", 3)]
    [InlineData("\"\"\"a\"", "Unterminated string.", 6)]
    [InlineData("\"\\x\"", "Invalid character escape sequence: \"\\x\".", 2)]
    [InlineData("\"\\u12\"", "Invalid Unicode escape sequence: \"\\u12\"\".", 2)]
    [InlineData("\"\\uD83D\"", "Invalid Unicode escape sequence: \"\\uD83D\".", 2)]
    [InlineData("\"\\uDE00\"", "Invalid Unicode escape sequence: \"\\uDE00\".", 2)]
    [InlineData("\"\\u{}\"", "Invalid Unicode escape sequence: \"\\u{}\".", 2)]
    [InlineData("\"\\u{110000}\"", "Invalid Unicode escape sequence: \"\\u{110000}\".", 2)]
    [InlineData("\"\\u{FFFFFFFF}\"", "Invalid Unicode escape sequence: \"\\u{FFFFFFFF\".", 2)]
    [InlineData("00", "Invalid number, unexpected digit after 0: \"0\".", 2)]
    [InlineData("1.", "Invalid number, expected digit but got: <EOF>.", 3)]
    [InlineData("1.e1", "Invalid number, expected digit but got: \"e\".", 3)]
    [InlineData("-A", "Invalid number, expected digit but got: \"A\".", 2)]
    [InlineData("1.2.3", "Invalid number, expected digit but got: \".\".", 4)]
    [InlineData("1_000", "Invalid number, expected digit but got: \"_\".", 2)]
    [InlineData(".5", "Invalid number, expected digit before \".\", did you mean \"0.5\"?", 1)]
    [InlineData("..", "Unexpected \"..\", did you mean \"...\"?", 1)]
    [InlineData("'a'", "Unexpected single quote character ('), did you mean to use a double quote (\")?", 1)]
    [InlineData("é", "Unexpected character: U+00E9.", 1)]
    [InlineData("😀", "Unexpected character: U+1F600.", 1)]
    public void A_broken_literal_is_named_with_its_place(string literal, string message, int column)
    {
        var error = Assert.Throws<GraphQLException>(() => Parser.ParseValue(new Source(literal))).Error;

        Assert.Equal(($"Syntax Error: {message}", new SourceLocation(1, column)), (error.Message, Assert.Single(error.Locations)));
    }

    [Theory]
    [InlineData("0", SyntaxKind.IntValue)]
    [InlineData("-0", SyntaxKind.IntValue)]
    [InlineData("9007199254740993", SyntaxKind.IntValue)]
    [InlineData("0.0", SyntaxKind.FloatValue)]
    [InlineData("-1.5E+10", SyntaxKind.FloatValue)]
    [InlineData("1e5", SyntaxKind.FloatValue)]
    public void A_number_keeps_its_digits(string literal, SyntaxKind kind)
    {
        var value = Parser.ParseValue(new Source(literal));

        Assert.Equal((kind, literal), (value.Kind, Printer.Print(value)));
    }
}
