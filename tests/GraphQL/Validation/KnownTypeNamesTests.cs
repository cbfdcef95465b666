namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class KnownTypeNamesTests
{
    [Fact]
    public void Known_types_pass()
    {
        var errors = Check(
            """
            query ($p: [Point!]!, $i: ID) { node(id: $i) { ... on Dog { friends(filter: $p) { name } } } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Unknown_types_are_told_with_a_guess()
    {
        var errors = Check(
            """
            query ($p: Poin, $q: [Nonsense!]) { pet { ... on Dug { name } ...F } }
            fragment F on Hooman { id }
            """);

        Assert.Equal(
            [
                new("Unknown type \"Poin\". Did you mean \"Point\"?", "1:12"),
                new("Unknown type \"Nonsense\".", "1:23"),
                new("Unknown type \"Dug\". Did you mean \"Dog\"?", "1:50"),
                new("Unknown type \"Hooman\". Did you mean \"Human\" or \"Boolean\"?", "2:15"),
            ],
            errors);
    }

    [Fact]
    public void A_type_the_document_defines_is_known()
    {
        var errors = Check(
            """
            query ($c: Cow) { cat { name } }
            input Cow { name: String, horn: Horm }
            """);

        Assert.Equal(
            [
                new("Unknown type \"Horm\".", "2:33"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("KnownTypeNamesRule", document);
}
