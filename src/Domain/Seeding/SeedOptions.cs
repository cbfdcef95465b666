namespace HealthGraph.Domain.Seeding;

/// <summary>How much sample data, and which. The same patients and seed give the same rows on every machine and every day.</summary>
public sealed record SeedOptions
{
    public const int MaxPatients = 20_000_000;

    public required int Patients { get; init; }

    public long Seed { get; init; } = 1;

    /// <summary>True empties the tables first; without it a database that holds data is refused.</summary>
    public bool Replace { get; init; }
}
