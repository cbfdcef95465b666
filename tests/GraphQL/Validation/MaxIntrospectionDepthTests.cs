namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class MaxIntrospectionDepthTests
{
    [Fact]
    public void What_tools_ask_is_fine()
    {
        var errors = Check(
            """
            { __schema { types { fields { type { ofType { ofType { name } } } interfaces { name } } } } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Lists_in_lists_in_lists_are_not()
    {
        var errors = Check(
            """
            { __schema { types { fields { type { interfaces { fields { name } } } } } } }
            """);

        Assert.Equal(
            [
                new("Maximum introspection depth exceeded", "1:3"),
            ],
            errors);
    }

    [Fact]
    public void Nor_through_fragments()
    {
        var errors = Check(
            """
            { __type(name: "Dog") { ...A } }
            fragment A on __Type { fields { type { ...B } } }
            fragment B on __Type { possibleTypes { inputFields { name } } }
            """);

        Assert.Equal(
            [
                new("Maximum introspection depth exceeded", "1:3"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("MaxIntrospectionDepthRule", document);
}
