namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class UniqueVariableNamesTests
{
    [Fact]
    public void Operations_have_their_own()
    {
        var errors = Check(
            """
            query A($x: Int, $y: Int) { cat { id } }
            query B($x: Int) { cat { id } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void A_name_is_taken_once()
    {
        var errors = Check(
            """
            query A($x: Int, $y: Int, $x: Int, $x: String, $y: Int) { cat { id } }
            """);

        Assert.Equal(
            [
                new("There can be only one variable named \"$x\".", "1:10 1:28 1:37"),
                new("There can be only one variable named \"$y\".", "1:19 1:49"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("UniqueVariableNamesRule", document);
}
