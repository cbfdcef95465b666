using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class FieldsOnCorrectTypeTests
{
    [Fact]
    public void Fields_of_the_type_pass()
    {
        var errors = Check(
            """
            { __typename __schema { queryType { name } } dog(id: 1) { b: barks __typename } pet { __typename } unknownScope: cat { name } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void A_field_the_type_lacks_is_told_with_a_guess()
    {
        var errors = Check(
            """
            { cat { nam barks __schema { x } } }
            """);

        Assert.Equal(
            [
                new("Cannot query field \"nam\" on type \"Cat\". Did you mean \"name\"?", "1:9"),
                new("Cannot query field \"barks\" on type \"Cat\". Did you mean \"born\"?", "1:13"),
                new("Cannot query field \"__schema\" on type \"Cat\".", "1:19"),
            ],
            errors);
    }

    [Fact]
    public void A_field_of_some_members_suggests_them()
    {
        var errors = Check(
            """
            { pet { name meows } node(id: 1) { nickname barks } any { id name } named { friends { x } } }
            """);

        Assert.Equal(
            [
                new("Cannot query field \"name\" on type \"Pet\". Did you mean to use an inline fragment on \"Being\", \"Named\", \"Cat\", or \"Dog\"?", "1:9"),
                new("Cannot query field \"meows\" on type \"Pet\". Did you mean to use an inline fragment on \"Cat\"?", "1:14"),
                new("Cannot query field \"nickname\" on type \"Node\". Did you mean to use an inline fragment on \"Named\", \"Cat\", or \"Dog\"?", "1:36"),
                new("Cannot query field \"barks\" on type \"Node\". Did you mean to use an inline fragment on \"Dog\"?", "1:45"),
                new("Cannot query field \"id\" on type \"Any\". Did you mean to use an inline fragment on \"Node\", \"Named\", \"Cat\", \"Dog\", or \"Human\"?", "1:59"),
                new("Cannot query field \"name\" on type \"Any\". Did you mean to use an inline fragment on \"Being\", \"Named\", \"Cat\", \"Dog\", or \"Human\"?", "1:62"),
                new("Cannot query field \"friends\" on type \"Named\". Did you mean to use an inline fragment on \"Cat\" or \"Dog\"?", "1:77"),
            ],
            errors);
    }

    [Fact]
    public void An_unknown_type_hides_what_is_inside()
    {
        var errors = Check(
            """
            { cat { unknown { deeper } ... on Nothing { x } } }
            """);

        Assert.Equal(
            [
                new("Cannot query field \"unknown\" on type \"Cat\".", "1:9"),
            ],
            errors);
    }

    [Fact]
    public void The_nearest_five_are_suggested()
    {
        var errors = Check(
            """
            { items { item } }
            """, Schemas.Tiny);

        Assert.Equal(
            [
                new("Cannot query field \"items\" on type \"Query\". Did you mean \"ITEMS\", \"item1\", \"item2\", \"itemss\", or \"itms\"?", "1:3"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document, Schema? schema = null) =>
        Finding.From("FieldsOnCorrectTypeRule", document, schema);
}
