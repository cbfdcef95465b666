namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class ValuesOfCorrectTypeTests
{
    [Fact]
    public void Values_of_the_type_pass()
    {
        var errors = Check(
            """
            { ints(l: [1, null], ll: [[1]], f: 1, b: true, s: "one") human(at: { x: 1, color: RED, tags: "a", pick: { b: "x" } }, when: 2020) { id } node(id: 7) { id } color(c: BLUE, cs: GREEN) }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Ints_are_whole_and_of_32_bits()
    {
        var errors = Check(
            """
            { ints(l: [1.0, "1", true, RED, 2147483648], s: "x") }
            """);

        Assert.Equal(
            [
                new("Int cannot represent non-integer value: 1.0", "1:12"),
                new("Int cannot represent non-integer value: \"1\"", "1:17"),
                new("Int cannot represent non-integer value: true", "1:22"),
                new("Int cannot represent non-integer value: RED", "1:28"),
                new("Int cannot represent non 32-bit signed integer value: 2147483648", "1:33"),
            ],
            errors);
    }

    // graphql-js takes it as Infinity; the specification wants an error for what is not finite.
    [Fact]
    public void Floats_are_finite()
    {
        var errors = Check("{ ints(f: 1e400, s: \"x\") }");

        Assert.Equal([new("Float cannot represent non numeric value: 1e400", "1:11")], errors);
    }

    [Fact]
    public void Other_scalars_tell_what_they_cannot_be()
    {
        var errors = Check(
            """
            { ints(f: "1", b: 1, s: [1, null, X]) node(id: 1.5) { id } dog(id: RED) { name } }
            """);

        Assert.Equal(
            [
                new("Float cannot represent non numeric value: \"1\"", "1:11"),
                new("Boolean cannot represent a non boolean value: 1", "1:19"),
                new("String cannot represent a non string value: 1", "1:26"),
                new("Expected value of non-null type \"String!\" not to be null.", "1:29"),
                new("String cannot represent a non string value: X", "1:35"),
                new("ID cannot represent a non-string and non-integer value: 1.5", "1:48"),
                new("ID cannot represent a non-string and non-integer value: RED", "1:68"),
            ],
            errors);
    }

    [Fact]
    public void Null_does_not_stand_where_it_may_not()
    {
        var errors = Check(
            """
            { ints(l: null, ll: [[null], null], s: null) color(c: null) }
            """);

        Assert.Equal(
            [
                new("Expected value of non-null type \"Int!\" not to be null.", "1:23"),
                new("Expected value of non-null type \"[Int!]!\" not to be null.", "1:30"),
                new("Expected value of non-null type \"[String!]!\" not to be null.", "1:40"),
                new("Expected value of non-null type \"Color!\" not to be null.", "1:55"),
            ],
            errors);
    }

    [Fact]
    public void Enum_values_are_names_of_the_enum()
    {
        var errors = Check(
            """
            { color(c: REDD, cs: ["RED", 1, GREN, PURPLE]) }
            """);

        Assert.Equal(
            [
                new("Value \"REDD\" does not exist in \"Color\" enum. Did you mean the enum value \"RED\"?", "1:12"),
                new("Enum \"Color\" cannot represent non-enum value: \"RED\". Did you mean the enum value \"RED\" or \"GREEN\"?", "1:23"),
                new("Enum \"Color\" cannot represent non-enum value: 1.", "1:30"),
                new("Value \"GREN\" does not exist in \"Color\" enum. Did you mean the enum value \"GREEN\" or \"RED\"?", "1:33"),
                new("Value \"PURPLE\" does not exist in \"Color\" enum.", "1:39"),
            ],
            errors);
    }

    [Fact]
    public void An_input_object_has_its_fields()
    {
        var errors = Check(
            """
            { human(at: { y: 1, colour: RED, color: 1 }, choice: 3) { id } a: human(at: "x") { id } }
            """);

        Assert.Equal(
            [
                new("Expected value of type \"Point\" to include required field \"x\", found: { y: 1, colour: RED, color: 1 }.", "1:13"),
                new("Enum \"Color\" cannot represent non-enum value: 1.", "1:41"),
                new("Expected value of type \"Point\" not to include unknown field \"colour\". Did you mean \"color\"? Found: { y: 1, colour: RED, color: 1 }.", "1:21"),
                new("Expected value of type \"Choice\" to be an object, found: 3.", "1:54"),
                new("Expected value of type \"Point\" to be an object, found: \"x\".", "1:77"),
            ],
            errors);
    }

    [Fact]
    public void A_oneof_has_one_field_that_is_not_null()
    {
        var errors = Check(
            """
            { any(choices: [{ a: 1, b: "x" }, {}, { a: null }, { c: { x: 1 } }, { z: 1 }]) { __typename } }
            """);

        Assert.Equal(
            [
                new("Within OneOf Input Object type \"Choice\", exactly one field must be specified, and the value for that field must be non-null.", "1:17"),
                new("Within OneOf Input Object type \"Choice\", exactly one field must be specified, and the value for that field must be non-null.", "1:35"),
                new("Within OneOf Input Object type \"Choice\", exactly one field must be specified, and the value for that field must be non-null.", "1:39"),
                new("Expected value of type \"Choice\" not to include unknown field \"z\". Did you mean \"a\", \"b\", \"c\", or \"d\"? Found: { z: 1 }.", "1:71"),
                new("Within OneOf Input Object type \"Choice\", exactly one field must be specified, and the value for that field must be non-null.", "1:69"),
            ],
            errors);
    }

    [Fact]
    public void Defaults_and_directive_arguments_are_values_too()
    {
        var errors = Check(
            """
            query ($a: Int = "1", $p: Point = { x: 1.5 }, $c: Color! = null) @once(s: 1, color: "RED") { cat @skip(if: "yes") { id } }
            """);

        Assert.Equal(
            [
                new("Int cannot represent non-integer value: \"1\"", "1:18"),
                new("Int cannot represent non-integer value: 1.5", "1:40"),
                new("Expected value of non-null type \"Color!\" not to be null.", "1:60"),
                new("String cannot represent a non string value: 1", "1:75"),
                new("Enum \"Color\" cannot represent non-enum value: \"RED\". Did you mean the enum value \"RED\" or \"GREEN\"?", "1:85"),
                new("Boolean cannot represent a non boolean value: \"yes\"", "1:108"),
            ],
            errors);
    }

    [Fact]
    public void Variables_are_judged_elsewhere()
    {
        var errors = Check(
            """
            query ($x: Int) { human(at: { x: $x }, choice: $x) { id } ints(l: [$x], s: "x") }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void A_long_value_is_printed_over_lines()
    {
        var errors = Check(
            """
            { color(c: ["a long text that does not fit", "on a line of eighty columns", "whatever one does about it"]) }
            """);

        Assert.Equal(
            [
                new(
                """
                Enum "Color" cannot represent non-enum value: [
                  "a long text that does not fit"
                  "on a line of eighty columns"
                  "whatever one does about it"
                ].
                """, "1:12"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("ValuesOfCorrectTypeRule", document);
}
