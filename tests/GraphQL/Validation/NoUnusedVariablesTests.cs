namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class NoUnusedVariablesTests
{
    [Fact]
    public void Variables_used_anywhere_are_used()
    {
        var errors = Check(
            """
            query A($x: Boolean!, $y: Int) { cat @skip(if: $x) { ...F } }
            fragment F on Cat { friends(first: $y) { name } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Unused_ones_are_told()
    {
        var errors = Check(
            """
            query A($x: Int, $y: Boolean) { cat { nickname(upper: $y) } }
            query ($z: Int = 1) { cat { id } }
            """);

        Assert.Equal(
            [
                new("Variable \"$x\" is never used in operation \"A\".", "1:9"),
                new("Variable \"$z\" is never used.", "2:8"),
            ],
            errors);
    }

    [Fact]
    public void Use_in_another_operation_does_not_count()
    {
        var errors = Check(
            """
            query A($x: Boolean) { cat { id } }
            query B($x: Boolean) { cat { nickname(upper: $x) } }
            """);

        Assert.Equal(
            [
                new("Variable \"$x\" is never used in operation \"A\".", "1:9"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("NoUnusedVariablesRule", document);
}
