namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class NoUnusedFragmentsTests
{
    [Fact]
    public void Fragments_used_through_others_are_used()
    {
        var errors = Check(
            """
            { cat { ...A } }
            fragment A on Cat { owner { ...B } }
            fragment B on Human { id }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void Fragments_that_only_use_each_other_are_not()
    {
        var errors = Check(
            """
            { cat { ...A } }
            fragment A on Cat { id }
            fragment B on Cat { ...C }
            fragment C on Cat { ...B }
            """);

        Assert.Equal(
            [
                new("Fragment \"B\" is never used.", "3:1"),
                new("Fragment \"C\" is never used.", "4:1"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("NoUnusedFragmentsRule", document);
}
