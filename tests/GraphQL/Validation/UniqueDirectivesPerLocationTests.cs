namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class UniqueDirectivesPerLocationTests
{
    [Fact]
    public void Repeatable_ones_may_repeat()
    {
        var errors = Check(
            """
            { cat @rep(n: 1) @rep(n: 2) { name @once } named { name @once } }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Others_may_not()
    {
        var errors = Check(
            """
            query @once @once { cat @skip(if: true) @include(if: true) @skip(if: false) @skip(if: true) { name @unknown @unknown } }
            """);

        Assert.Equal(
            [
                new("The directive \"@once\" can only be used once at this location.", "1:7 1:13"),
                new("The directive \"@skip\" can only be used once at this location.", "1:25 1:60"),
                new("The directive \"@skip\" can only be used once at this location.", "1:25 1:77"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("UniqueDirectivesPerLocationRule", document);
}
