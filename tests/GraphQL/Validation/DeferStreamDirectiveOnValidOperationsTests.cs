namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class DeferStreamDirectiveOnValidOperationsTests
{
    [Fact]
    public void A_condition_may_switch_it_off()
    {
        var errors = Check(
            """
            subscription ($b: Boolean!) { dogs { ... @defer(if: $b) { name } friends @stream(if: false) { name } ...F @defer @skip(if: $b) } }
            fragment F on Dog { name }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Else_a_subscription_has_none()
    {
        var errors = Check(
            """
            subscription { dogs { ...F friends @stream(if: true) { name } ... @defer @include(if: true) { id } } }
            fragment F on Dog { ...G }
            fragment G on Dog { ... @defer { name } }
            """);

        Assert.Equal(
            [
                new("Defer directive not supported on subscription operations. Disable `@defer` by setting the `if` argument to `false`.", "3:25 2:21 1:23"),
                new("Stream directive not supported on subscription operations. Disable `@stream` by setting the `if` argument to `false`.", "1:36"),
                new("Defer directive not supported on subscription operations. Disable `@defer` by setting the `if` argument to `false`.", "1:67"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("DeferStreamDirectiveOnValidOperationsRule", document);
}
