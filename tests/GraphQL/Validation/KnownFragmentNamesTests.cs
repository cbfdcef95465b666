namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class KnownFragmentNamesTests
{
    [Fact]
    public void Defined_fragments_pass()
    {
        var errors = Check(
            """
            { cat { ...A } }
            fragment A on Cat { ...B }
            fragment B on Cat { id }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Unknown_fragments_are_told()
    {
        var errors = Check(
            """
            { cat { ...A ... on Cat { ...B } } }
            fragment C on Cat { ...D }
            """);

        Assert.Equal(
            [
                new("Unknown fragment \"A\".", "1:12"),
                new("Unknown fragment \"B\".", "1:30"),
                new("Unknown fragment \"D\".", "2:24"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("KnownFragmentNamesRule", document);
}
