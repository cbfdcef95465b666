namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class UniqueArgumentNamesTests
{
    [Fact]
    public void Places_have_their_own()
    {
        var errors = Check(
            """
            { dog(id: 1) { nickname(upper: true) @skip(if: true) @include(if: true) } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void A_name_is_given_once()
    {
        var errors = Check(
            """
            { dog(id: 1, id: 2, id: 1) { name(surname: true) @skip(if: true, if: false) } }
            """);

        Assert.Equal(
            [
                new("There can be only one argument named \"id\".", "1:7 1:14 1:21"),
                new("There can be only one argument named \"if\".", "1:56 1:66"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("UniqueArgumentNamesRule", document);
}
