namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class VariablesAreInputTypesTests
{
    [Fact]
    public void Input_types_pass()
    {
        var errors = Check(
            """
            query ($a: String, $b: [Boolean!]!, $c: Point, $d: Color, $e: Unknown) { cat { name } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Output_types_do_not()
    {
        var errors = Check(
            """
            query ($a: Dog, $b: [[Pet!]]!, $c: Node) { cat { name } }
            """);

        Assert.Equal(
            [
                new("Variable \"$a\" cannot be non-input type \"Dog\".", "1:12"),
                new("Variable \"$b\" cannot be non-input type \"[[Pet!]]!\".", "1:21"),
                new("Variable \"$c\" cannot be non-input type \"Node\".", "1:36"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("VariablesAreInputTypesRule", document);
}
