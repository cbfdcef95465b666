namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class UniqueOperationNamesTests
{
    [Fact]
    public void Names_may_differ()
    {
        var errors = Check(
            """
            query A { cat { name } }
            query B { cat { name } }
            { cat { name } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void A_fragment_may_share_an_operations_name()
    {
        var errors = Check(
            """
            query A { cat { ...A } }
            fragment A on Cat { name }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Two_operations_may_not_share_a_name()
    {
        var errors = Check(
            """
            query A { cat { name } }
            mutation A { setDog(id: 1, at: { x: 1 }) { id } }
            query A { cat { id } }
            """);

        Assert.Equal(
            [
                new("There can be only one operation named \"A\".", "1:7 2:10"),
                new("There can be only one operation named \"A\".", "1:7 3:7"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("UniqueOperationNamesRule", document);
}
