namespace HealthGraph.Domain.Seeding;

/// <summary>How much sample data, and which. The same patients and seed give the same rows on every machine and every day.</summary>
public sealed record SeedOptions
{
    public const int MaxPatients = 20_000_000;

    public required int Patients { get; init; }

    public const int MaxTeams = 10_000;

    public long Seed { get; init; } = 1;

    /// <summary>Vaccination teams; 0 for no patient-team data. Null: as many as the patients need.</summary>
    public int? Teams { get; init; }

    internal int TeamCount => Teams ?? Math.Clamp(Patients / 667, 5, 300);

    /// <summary>True empties the tables first; without it a database that holds data is refused.</summary>
    public bool Replace { get; init; }
}
