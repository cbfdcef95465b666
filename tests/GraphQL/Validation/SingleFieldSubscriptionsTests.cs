namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class SingleFieldSubscriptionsTests
{
    [Fact]
    public void One_field_is_fine_also_when_selected_twice()
    {
        var errors = Check(
            """
            subscription { ticks ...F }
            fragment F on Subscription { ticks }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Two_fields_are_too_many()
    {
        var errors = Check(
            """
            subscription S { ticks dogs { name } human { id } }
            """);

        Assert.Equal(
            [
                new("Subscription \"S\" must select only one top level field.", "1:24 1:38"),
            ],
            errors);
    }

    [Fact]
    public void Fragments_do_not_hide_a_second_field()
    {
        var errors = Check(
            """
            subscription { ticks ... { other: ticks } ...F }
            fragment F on Subscription { dogs { name } ...F }
            """);

        Assert.Equal(
            [
                new("Anonymous Subscription must select only one top level field.", "1:28 2:30"),
            ],
            errors);
    }

    [Fact]
    public void Introspection_is_not_a_stream()
    {
        var errors = Check(
            """
            subscription S { __typename }
            subscription { me: __typename ticks }
            """);

        Assert.Equal(
            [
                new("Subscription \"S\" must not select an introspection top level field.", "1:18"),
                new("Anonymous Subscription must select only one top level field.", "2:31"),
                new("Anonymous Subscription must not select an introspection top level field.", "2:16"),
            ],
            errors);
    }

    [Fact]
    public void Conditions_may_not_stand_at_the_top()
    {
        var errors = Check(
            """
            subscription S($b: Boolean!) { ticks @skip(if: $b) ... @include(if: true) { dogs { name } } }
            """);

        Assert.Equal(
            [
                new("Subscription \"S\" must not use `@skip` or `@include` directives in the top level selection.", "1:38 1:56"),
            ],
            errors);
    }

    [Fact]
    public void A_selection_of_another_type_leaves_nothing()
    {
        var errors = Check(
            """
            subscription { ... on Query { cat { name } } }
            """);

        Assert.Equal(
            [
                new("Anonymous Subscription must select one top level field.", "1:14"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("SingleFieldSubscriptionsRule", document);
}
