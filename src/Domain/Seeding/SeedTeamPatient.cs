namespace HealthGraph.Domain.Seeding;

internal sealed record SeedPatientLocation(long LocationId, int AcademicYear);

internal sealed record SeedMove(long? SchoolId, int AcademicYear, long? TeamId);

internal sealed record SeedVaccinationRecord(long Id, long? SessionId, IReadOnlyList<long> ImportIds);

/// <summary>
/// What links a patient to teams, from the seed and the patient's number alone: every reason alone and together with others, twice, and
/// next to those that are none (the wrong year, a school without a team, a move to nowhere).
/// </summary>
internal sealed record SeedTeamPatient
{
    private const int MaxRecords = 8;

    public required IReadOnlyList<SeedPatientLocation> Locations { get; init; }

    public required IReadOnlyList<SeedMove> Moves { get; init; }

    public required IReadOnlyList<long> ArchivedBy { get; init; }

    public required IReadOnlyList<SeedVaccinationRecord> Records { get; init; }

    private static SeedTeamPatient Unknown { get; } = new() { Locations = [], Moves = [], ArchivedBy = [], Records = [] };

    public static SeedTeamPatient Make(long seed, int number, SeedTeams teams)
    {
        var random = new SeedRandom(~seed, number);
        if (teams.Teams.Count < 2 || random.Chance(0.04))
        {
            return Unknown;
        }

        var school = random.Pick(teams.Schools).Id;
        return new SeedTeamPatient
        {
            Locations = [.. LocationsOf(random, school, teams).Distinct()],
            Moves = [.. MovesOf(random, teams)],
            ArchivedBy = random.Chance(0.06) ? [random.Pick(teams.Teams).Id] : [],
            Records = [.. RecordsOf(random, number, school, teams)],
        };
    }

    private static IEnumerable<SeedPatientLocation> LocationsOf(SeedRandom random, long school, SeedTeams teams)
    {
        if (random.Chance(0.05))
        {
            yield break;
        }

        for (var year = SeedTeams.FirstYear + random.Next(2); year <= SeedTeams.LastYear; year++)
        {
            yield return new SeedPatientLocation(school, year);
        }

        if (random.Chance(0.08))
        {
            yield return new SeedPatientLocation(random.Pick(teams.Schools).Id, SeedTeams.LastYear);
        }

        if (random.Chance(0.02))
        {
            yield return new SeedPatientLocation(school, SeedTeams.FarYear);
        }
    }

    private static IEnumerable<SeedMove> MovesOf(SeedRandom random, SeedTeams teams)
    {
        if (!random.Chance(0.06))
        {
            yield break;
        }

        var move = random.Next(10) switch
        {
            0 => new SeedMove(null, SeedTeams.LastYear, null),
            1 or 2 => new SeedMove(null, SeedTeams.LastYear, random.Pick(teams.Teams).Id),
            3 => new SeedMove(random.Pick(teams.Schools).Id, SeedTeams.FarYear, null),
            _ => new SeedMove(random.Pick(teams.Schools).Id, SeedTeams.LastYear, null),
        };
        yield return move;
        if (random.Chance(0.1))
        {
            yield return move;
        }
    }

    private static IEnumerable<SeedVaccinationRecord> RecordsOf(SeedRandom random, int number, long school, SeedTeams teams)
    {
        var count = random.Chance(0.25) ? 0 : random.Chance(0.02) ? MaxRecords : random.Between(1, 3);
        for (var i = 0; i < count; i++)
        {
            long? session = random.Chance(0.25) ? null : SessionAt(random, school, teams);
            IReadOnlyList<long> imports = random.Chance(session is null ? 0.8 : 0.03)
                ? random.Chance(0.05) ? [.. new[] { random.Pick(teams.Imports).Id, random.Pick(teams.Imports).Id }.Distinct()] : [random.Pick(teams.Imports).Id]
                : [];
            yield return new SeedVaccinationRecord(((long)number * MaxRecords) + i + 1, session, imports);
        }
    }

    // Mostly at the patient's own school.
    private static long SessionAt(SeedRandom random, long school, SeedTeams teams) =>
        random.Chance(0.9) && teams.SessionsAt(school) is { Count: > 0 } near ? random.Pick(near).Id : random.Pick(teams.Sessions).Id;
}
