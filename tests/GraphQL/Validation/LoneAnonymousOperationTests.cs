namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class LoneAnonymousOperationTests
{
    [Fact]
    public void One_anonymous_operation_is_fine()
    {
        var errors = Check(
            """
            { cat { ...F } }
            fragment F on Cat { name }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void It_may_not_have_company()
    {
        var errors = Check(
            """
            { cat { name } }
            query A { cat { name } }
            mutation { setDog(id: 1, at: { x: 1 }) { id } }
            """);

        Assert.Equal(
            [
                new("This anonymous operation must be the only defined operation.", "1:1"),
                new("This anonymous operation must be the only defined operation.", "3:1"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("LoneAnonymousOperationRule", document);
}
