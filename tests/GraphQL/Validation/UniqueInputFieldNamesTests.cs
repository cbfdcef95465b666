namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class UniqueInputFieldNamesTests
{
    [Fact]
    public void Objects_have_their_own()
    {
        var errors = Check(
            """
            { human(at: { x: 1, inner: { x: 2, inner: { x: 3 } } }) { id } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void A_field_is_given_once()
    {
        var errors = Check(
            """
            { human(at: { x: 1, inner: { x: 2, x: 3 }, x: 4, x: 5 }) { id } }
            """);

        Assert.Equal(
            [
                new("There can be only one input field named \"x\".", "1:30 1:36"),
                new("There can be only one input field named \"x\".", "1:15 1:44"),
                new("There can be only one input field named \"x\".", "1:15 1:50"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("UniqueInputFieldNamesRule", document);
}
