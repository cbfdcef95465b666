namespace HealthGraph.GraphQL.Tests.Validation;

public sealed class NoFragmentCyclesTests
{
    [Fact]
    public void Spreading_twice_is_no_cycle()
    {
        var errors = Check(
            """
            fragment A on Cat { ...B ...C }
            fragment B on Cat { ...C }
            fragment C on Cat { id ...Unknown }
            """);

        Assert.Empty(errors);
    }

    [Fact]
    public void A_fragment_in_itself_is_one()
    {
        var errors = Check(
            """
            fragment A on Cat { owner { pet { ... on Cat { ...A } } } ...A }
            """);

        Assert.Equal(
            [
                new("Cannot spread fragment \"A\" within itself.", "1:59"),
                new("Cannot spread fragment \"A\" within itself.", "1:48"),
            ],
            errors);
    }

    [Fact]
    public void So_is_a_longer_way_round()
    {
        var errors = Check(
            """
            fragment A on Cat { ...B }
            fragment B on Cat { ...C ...A }
            fragment C on Cat { ...A ...C }
            """);

        Assert.Equal(
            [
                new("Cannot spread fragment \"A\" within itself via \"B\", \"C\".", "1:21 2:21 3:21"),
                new("Cannot spread fragment \"C\" within itself.", "3:26"),
                new("Cannot spread fragment \"A\" within itself via \"B\".", "1:21 2:26"),
            ],
            errors);
    }

    private static IReadOnlyList<Finding> Check(string document) =>
        Finding.From("NoFragmentCyclesRule", document);
}
