namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class VariablesInAllowedPositionTests
{
    [Fact]
    public void Compatible_types_pass()
    {
        var errors = Check(
            """
            query ($a: Int!, $b: Int, $c: [Int!]!, $d: ID! = 1, $e: ID, $s: String! = "x", $k: Color!) { ints(l: [$a, $b], ll: [$c], s: [$s]) dog(id: $d) { id } node(id: $e) { id } more: ints(l: $c, s: $s) color(c: $k, cs: [$k]) }
            """);

        Assert.Equal(
            [
                new("Variable \"$s\" of type \"String!\" used in position expecting type \"[String!]!\".", "1:61 1:191"),
            ],
            errors);
    }

    [Fact]
    public void Other_types_do_not()
    {
        var errors = Check(
            """
            query ($a: Int, $b: String, $c: [Int], $d: ID) { dog(id: $d) { friends(first: $b) { name } } ints(l: $a, ll: [$c], f: $a, s: [$b]) cat @skip(if: $b) { id } }
            """);

        Assert.Equal(
            [
                new("Variable \"$d\" of type \"ID\" used in position expecting type \"ID!\".", "1:40 1:58"),
                new("Variable \"$b\" of type \"String\" used in position expecting type \"Int\".", "1:17 1:79"),
                new("Variable \"$a\" of type \"Int\" used in position expecting type \"[Int]\".", "1:8 1:102"),
                new("Variable \"$c\" of type \"[Int]\" used in position expecting type \"[Int!]!\".", "1:29 1:111"),
                new("Variable \"$a\" of type \"Int\" used in position expecting type \"Float\".", "1:8 1:119"),
                new("Variable \"$b\" of type \"String\" used in position expecting type \"String!\".", "1:17 1:127"),
                new("Variable \"$b\" of type \"String\" used in position expecting type \"Boolean!\".", "1:17 1:146"),
            ],
            errors);
    }

    [Fact]
    public void A_default_makes_up_for_null()
    {
        var errors = Check(
            """
            query ($a: ID = 1, $b: ID = null, $c: Color) { a: dog(id: $a) { id } b: dog(id: $b) { id } color(c: $c) }
            """);

        Assert.Equal(
            [
                new("Variable \"$b\" of type \"ID\" used in position expecting type \"ID!\".", "1:20 1:81"),
            ],
            errors);
    }

    [Fact]
    public void Through_fragments_too()
    {
        var errors = Check(
            """
            query A($id: Int) { ...F }
            query B($id: ID!) { ...F }
            fragment F on Query { dog(id: $id) { id } }
            """);

        Assert.Equal(
            [
                new("Variable \"$id\" of type \"Int\" used in position expecting type \"ID!\".", "1:9 3:31"),
            ],
            errors);
    }

    [Fact]
    public void A_oneof_field_takes_no_null()
    {
        var errors = Check(
            """
            query ($a: Int, $b: String!, $c: Int = 1) { human(choice: { a: $a }) { id } x: human(choice: { b: $b }) { id } y: human(choice: { a: $c }) { id } }
            """);

        Assert.Equal(
            [
                new("Variable \"$a\" is of type \"Int\" but must be non-nullable to be used for OneOf Input Object \"Choice\".", "1:8 1:64"),
                new("Variable \"$c\" is of type \"Int\" but must be non-nullable to be used for OneOf Input Object \"Choice\".", "1:30 1:134"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("VariablesInAllowedPositionRule", document);
}
