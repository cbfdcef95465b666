namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class DeferStreamDirectiveOnRootFieldTests
{
    [Fact]
    public void A_query_may_defer_at_its_root()
    {
        var errors = Check(
            """
            { ... @defer { cat { name } } ints(s: "x") @stream }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void A_mutation_may_not()
    {
        var errors = Check(
            """
            mutation { ... @defer { setDog(id: 1, at: { x: 1 }) { id } } ...F @defer addAll(choice: { a: 1 }) @stream { id } }
            fragment F on Mutation { addAll(choice: { a: 1 }) { id ... @defer { name } } }
            """);

        Assert.Equal(
            [
                new("Defer directive cannot be used on root mutation type \"Mutation\".", "1:16"),
                new("Defer directive cannot be used on root mutation type \"Mutation\".", "1:67"),
                new("Stream directive cannot be used on root mutation type \"Mutation\".", "1:99"),
            ],
            errors);
    }

    [Fact]
    public void Nor_a_subscription()
    {
        var errors = Check(
            """
            subscription { ticks @stream ...F }
            fragment F on Subscription { ... @defer { ticks } }
            """);

        Assert.Equal(
            [
                new("Stream directive cannot be used on root subscription type \"Subscription\".", "1:22"),
                new("Defer directive cannot be used on root subscription type \"Subscription\".", "2:34"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("DeferStreamDirectiveOnRootFieldRule", document);
}
