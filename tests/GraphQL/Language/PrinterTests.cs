using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.Tests.Language;

public sealed class PrinterTests
{
    // Each text is exactly what graphql-js 17's print makes of it.
    public static TheoryData<string> Printed =>
    [
        "{\n  a\n}",
        "query Q($a: Int = 1 @d, $b: [ID!]!) @x(y: { a: 1, b: [true, null] }) {\n  a: b(c: $a)\n}",
        "\"about\"\nquery ($a: Int) {\n  a\n}",
        "query Q(\n\"described\"\n$a: Int\n$b: Int\n) {\n  a\n}",
        "subscription S {\n  a @include(if: true) {\n    ...F @x\n    ... on T {\n      b\n    }\n    ... @x {\n      c\n    }\n  }\n}\n\nfragment F on T @y {\n  d\n}",
        "{\n  field(\n    first: \"0123456789012345678901234567890123456789\"\n    second: \"012345678901234567890123456789\"\n  )\n}",
        "{\n  a(\n    b: [\n      \"0123456789012345678901234567890123456789\"\n      \"012345678901234567890123456789012345\"\n    ]\n  )\n}",
        "{\n  a(b: \"\"\"\n  x\n    y\n  \"\"\")\n}",
        "{\n  a {}\n}",
        "\"\"\"about\"\"\"\nschema @s {\n  query: Q\n}\n\nextend schema @t",
        "type T implements A & B @d {\n  \"\"\"f\"\"\"\n  f(\n    \"a\"\n    a: Int = 1 @x\n    b: Int\n  ): [T!]! @y\n  g(a: Int, b: Int): Int\n}",
        "interface I implements J\n\nunion U @d = A | B\n\nenum E {\n  A\n  B @deprecated\n}\n\ninput In @oneOf {\n  a: Int = 1\n}",
        "scalar S @specifiedBy(url: \"u\")\n\nextend scalar S @a\n\nextend union U = C\n\nextend enum E @b",
        "directive @d(a: Int = 1) @deprecated repeatable on FIELD | FRAGMENT_SPREAD\n\nextend directive @d @e",
    ];

    [Theory]
    [MemberData(nameof(Printed))]
    public void Printing_what_was_printed_changes_nothing(string text) =>
        Assert.Equal(text, Printer.Print(Parser.ParseDocument(new Source(text))));

    [Fact]
    public void A_quoted_string_escapes_what_it_must() => Assert.Equal(
        """
        "\"\\ \b\t\n\f\r \u0000\u001F\u007F\u009F é😀"
        """,
        Printer.Print(new StringValueNode { Value = "\"\\ \b\t\n\f\r \0\u001F\u007F\u009F é😀" }));

    [Theory]
    [InlineData("short", "\"\"\"short\"\"\"")]
    [InlineData("two\nlines", "\"\"\"\ntwo\nlines\n\"\"\"")]
    [InlineData("  indented", "\"\"\"  indented\"\"\"")]
    [InlineData("ends with \"", "\"\"\"\nends with \"\n\"\"\"")]
    [InlineData("ends with \\", "\"\"\"\nends with \\\n\"\"\"")]
    [InlineData("has \"\"\" inside", "\"\"\"has \\\"\"\" inside\"\"\"")]
    [InlineData("\"a\" at first", "\"\"\"\"a\" at first\"\"\"")]
    public void A_block_string_is_read_again_as_it_was(string value, string printed)
    {
        var text = Printer.Print(new StringValueNode { Value = value, Block = true });

        Assert.Equal(printed, text);
        Assert.Equal(value, ((StringValueNode)Parser.ParseValue(new Source(text))).Value);
    }
}
