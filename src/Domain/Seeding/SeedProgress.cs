namespace HealthGraph.Domain.Seeding;

/// <summary>How far the seeding is.</summary>
/// <param name="Step">What it is at, for people.</param>
/// <param name="Rows">Rows written so far, over all tables.</param>
/// <param name="Fraction">From 0 to 1.</param>
public sealed record SeedProgress(string Step, long Rows, double Fraction);

/// <summary>How many rows each table got.</summary>
public sealed record SeedResult(IReadOnlyDictionary<string, long> Rows)
{
    public long Total => Rows.Values.Sum();
}
