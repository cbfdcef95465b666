using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Tests.Specification;

/// <summary>https://spec.graphql.org/September2025/#sec-Language.Source-Text and #sec-String-Value</summary>
public sealed class SourceTextTests
{
    [Theory]
    [InlineData("\uFEFF{\uFEFFa\uFEFFb\uFEFF}\uFEFF")]
    [InlineData(",,{,a,,b,},")]
    [InlineData("{\ta\t\tb }")]
    [InlineData("{a#one\rb}#two")]
    [InlineData("#\r\n{a #\"not a string\n b}")]
    public void Ignored_tokens_may_stand_anywhere_between_the_others(string text) =>
        Assert.Equal("{\n  a\n  b\n}", Printer.Print(Parser.ParseDocument(new Source(text))));

    // Unicode's other spaces and line ends are characters like any other, and so not allowed between tokens.
    [Theory]
    [InlineData('\u00A0')]
    [InlineData('\u2003')]
    [InlineData('\u2028')]
    [InlineData('\u0085')]
    [InlineData('\u000B')]
    [InlineData('\u0000')]
    public void Other_spaces_are_not_ignored(char space) =>
        Assert.StartsWith("Syntax Error: ", ErrorOf($"{{a{space}b}}").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\n\n\n  %", 4, 3)]
    [InlineData("{\r\r  %", 3, 3)]
    [InlineData("{\r\n\r\n  %", 3, 3)]
    [InlineData("{\n\r %", 3, 2)]
    [InlineData("#\u2028\n\"\"\"\r\n\n\"\"\" %", 4, 5)]
    public void Every_kind_of_line_end_counts_as_one_line(string text, int line, int column) =>
        Assert.Equal(new SourceLocation(line, column), Assert.Single(ErrorOf(text).Locations));

    // Not as strings: the metadata of an assembly cannot hold them.
    [Theory]
    [InlineData(0xD83D)]
    [InlineData(0xDE00, 0xD83D)]
    public void Half_a_surrogate_pair_is_no_character(params int[] units)
    {
        var half = string.Concat(units.Select(unit => (char)unit));
        Assert.Equal(new SourceLocation(1, 6), Assert.Single(ErrorOf($"{{a(b:{half}").Locations));
        Assert.Equal(1, Assert.Single(ErrorOf($"{{a(b:\"{half}\")}}").Locations).Line);
        Assert.Equal(1, Assert.Single(ErrorOf($"{{a}} # {half}").Locations).Line);
    }

    [Fact]
    public void A_surrogate_that_is_encoded_on_its_own_is_no_UTF8()
    {
        byte[] text = [.. "{a(b:\""u8, 0xED, 0xA0, 0xBD, .. "\")}"u8];

        Assert.Contains("not UTF-8", Assert.Throws<GraphQLException>(() => Parser.ParseDocument(new Source(text))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\u0000\u0001\u007F\u009F\t\"", "\u0000\u0001\u007F\u009F\t")]
    [InlineData("\"\u2028\u0085\"", "\u2028\u0085")]
    [InlineData("\"\\u0000\\u{0}\\u{10ffff}\"", "\0\0\U0010FFFF")]
    [InlineData("\"\\u{D7FF}\\u{e000}\"", "\uD7FF\uE000")]
    [InlineData("\"\\uD83D\\uDE00\\u0041\"", "😀A")]
    [InlineData("\"# no comment, no \uFEFF mark\"", "# no comment, no \uFEFF mark")]
    public void Any_character_may_be_in_a_string(string literal, string value) => Assert.Equal(value, ValueOf(literal));

    [Theory]
    [InlineData("\"\\uD83D\\u0041\"")]
    [InlineData("\"\\uD83D\\uD83D\"")]
    [InlineData("\"\\uDE00\\uD83D\"")]
    [InlineData("\"\\u{D83D}\\u{DE00}\"")]
    [InlineData("\"\\uD83D\\u{DE00}\"")]
    [InlineData("\"\\u{DFFF}\"")]
    [InlineData("\"\\u{00110000}\"")]
    [InlineData("\"\\u{-1}\"")]
    [InlineData("\"\\U0041\"")]
    [InlineData("\"a\rb\"")]
    [InlineData("\"\"\"\"")]
    [InlineData("\"\\\"")]
    public void An_escape_stands_for_one_character_that_there_is(string literal) =>
        Assert.Throws<GraphQLException>(() => Parser.ParseValue(new Source(literal)));

    // BlockStringValue(): the first line counts for no indentation, blank lines for none, a tab for one character.
    [Theory]
    [InlineData("\"\"\"   \"\"\"", "")]
    [InlineData("\"\"\"\n\n\"\"\"", "")]
    [InlineData("\"\"\"    a\n      b\n    c\"\"\"", "    a\n  b\nc")]
    [InlineData("\"\"\"\n  a\n\n \t \n    b\n\"\"\"", "a\n\n \n  b")]
    [InlineData("\"\"\"\n\ta\n  b\n\"\"\"", "a\n b")]
    [InlineData("\"\"\"\r  a\r\n  b\n\r  c\r\"\"\"", "a\nb\n\nc")]
    [InlineData("\"\"\"\n\u00A0a\n\u00A0b\n\"\"\"", "\u00A0a\n\u00A0b")]
    [InlineData("\"\"\"a  \n  \"\"\"", "a  ")]
    [InlineData("\"\"\"\\u0041 \\n \\\"\"\" \\\" x\"\"\"", "\\u0041 \\n \"\"\" \\\" x")]
    [InlineData("\"\"\"\u0001\uFEFF😀\"\"\"", "\u0001\uFEFF😀")]
    public void A_block_string_has_the_text_without_its_indentation(string literal, string value) =>
        Assert.Equal(value, ValueOf(literal));

    [Theory]
    [InlineData("12 3", "12 3")]
    [InlineData("-0 0", "-0 0")]
    [InlineData("1\"\"", "1 \"\"")]
    [InlineData("\"\"1", "\"\" 1")]
    [InlineData("1e5[]", "1e5 []")]
    [InlineData("a1 a 1", "a1 a 1")]
    public void A_token_is_as_long_as_it_can_be(string values, string separated) => Assert.Equal(
        Printer.Print(Parser.ParseValue(new Source($"[{separated}]"))), Printer.Print(Parser.ParseValue(new Source($"[{values}]"))));

    [Theory]
    [InlineData("0x1F")]
    [InlineData("123L")]
    [InlineData("0b1")]
    [InlineData("1a")]
    [InlineData("1.5f")]
    [InlineData("1e5e")]
    [InlineData("1.2e3.4")]
    [InlineData("-01")]
    [InlineData("+1")]
    [InlineData("- 1")]
    [InlineData("1e")]
    [InlineData("1.")]
    [InlineData("1. 5")]
    public void A_number_is_not_followed_by_what_could_be_part_of_one(string literal) =>
        Assert.Throws<GraphQLException>(() => Parser.ParseValue(new Source(literal)));

    private static string ValueOf(string literal) => ((StringValueNode)Parser.ParseValue(new Source(literal))).Value;

    private static GraphQLError ErrorOf(string text) =>
        Assert.Throws<GraphQLException>(() => Parser.ParseDocument(new Source(text))).Error;
}
