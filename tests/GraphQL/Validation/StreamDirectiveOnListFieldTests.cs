namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class StreamDirectiveOnListFieldTests
{
    [Fact]
    public void Lists_stream()
    {
        var errors = Check(
            """
            { cat { friends @stream { name } } dog(id: 1) { friends @stream { name } } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Others_do_not()
    {
        var errors = Check(
            """
            { cat @stream { name @stream } }
            """);

        Assert.Equal(
            [
                new("Directive \"@stream\" cannot be used on non-list field \"Query.cat\".", "1:7"),
                new("Directive \"@stream\" cannot be used on non-list field \"Cat.name\".", "1:22"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("StreamDirectiveOnListFieldRule", document);
}
