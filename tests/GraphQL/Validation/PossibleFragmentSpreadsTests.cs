namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class PossibleFragmentSpreadsTests
{
    [Fact]
    public void Types_that_overlap_pass()
    {
        var errors = Check(
            """
            { pet { ... on Dog { id } ... on Node { id } ...N } named { ... on Being { name } ... on Any { __typename } } }
            fragment N on Named { ... on Cat { id } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Types_that_cannot_be_both_do_not()
    {
        var errors = Check(
            """
            { cat { ... on Dog { id } ...H } pet { ... on Human { id } } }
            fragment H on Human { ... on Being { name } ... on Pet { __typename } }
            """);

        Assert.Equal(
            [
                new("Fragment cannot be spread here as objects of type \"Cat\" can never be of type \"Dog\".", "1:9"),
                new("Fragment \"H\" cannot be spread here as objects of type \"Cat\" can never be of type \"Human\".", "1:27"),
                new("Fragment cannot be spread here as objects of type \"Pet\" can never be of type \"Human\".", "1:40"),
                new("Fragment cannot be spread here as objects of type \"Human\" can never be of type \"Being\".", "2:23"),
                new("Fragment cannot be spread here as objects of type \"Human\" can never be of type \"Pet\".", "2:45"),
            ],
            errors);
    }

    [Fact]
    public void What_is_unknown_is_left_to_other_rules()
    {
        var errors = Check(
            """
            { cat { ... on Nothing { id } ... on Color { x } ...None } }
            """);

        Assert.Empty(errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("PossibleFragmentSpreadsRule", document);
}
