namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class NoUndefinedVariablesTests
{
    [Fact]
    public void Fragments_use_the_operations_variables()
    {
        var errors = Check(
            """
            query A($x: Boolean) { cat { ...F } }
            fragment F on Cat { nickname(upper: $x) }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void An_undefined_one_is_told_for_each_operation()
    {
        var errors = Check(
            """
            query A($x: Boolean) { cat { ...F nickname(upper: $y) } }
            query B { cat { ...F } }
            fragment F on Cat { nickname(upper: $x) }
            """);

        Assert.Equal(
            [
                new("Variable \"$y\" is not defined by operation \"A\".", "1:51 1:1"),
                new("Variable \"$x\" is not defined by operation \"B\".", "3:37 2:1"),
            ],
            errors);
    }

    [Fact]
    public void Also_without_a_name()
    {
        var errors = Check(
            """
            { ints(l: [1, $a], s: "x") @skip(if: $b) human(at: { x: $c }) { id } }
            """);

        Assert.Equal(
            [
                new("Variable \"$a\" is not defined.", "1:15 1:1"),
                new("Variable \"$b\" is not defined.", "1:38 1:1"),
                new("Variable \"$c\" is not defined.", "1:57 1:1"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("NoUndefinedVariablesRule", document);
}
