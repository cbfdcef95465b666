namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class UniqueFragmentNamesTests
{
    [Fact]
    public void Names_may_differ()
    {
        var errors = Check(
            """
            { cat { ...A ...B } }
            fragment A on Cat { name }
            fragment B on Cat { id }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Two_fragments_may_not_share_one()
    {
        var errors = Check(
            """
            fragment A on Cat { name }
            fragment A on Dog { id }
            fragment A on Cat { id }
            """);

        Assert.Equal(
            [
                new("There can be only one fragment named \"A\".", "1:10 2:10"),
                new("There can be only one fragment named \"A\".", "1:10 3:10"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("UniqueFragmentNamesRule", document);
}
