using System.Globalization;

namespace HealthGraph.Domain.Seeding;

internal sealed record SeedTeam(long Id, string Name);

internal sealed record SeedLocation(long Id, string Name, string Kind);

internal sealed record SeedTeamLocation(long Id, long TeamId, long LocationId, int AcademicYear);

internal sealed record SeedSession(long Id, long TeamLocationId);

internal sealed record SeedImport(long Id, long TeamId);

/// <summary>
/// Vaccination teams with their schools, sessions and imports. Some schools change hands between years, some have two teams, some none;
/// the last team serves nobody.
/// </summary>
internal sealed class SeedTeams
{
    public const int FirstYear = 2024;
    public const int LastYear = 2026;

    /// <summary>A year in which nobody serves anything.</summary>
    public const int FarYear = 2030;

    private const int SchoolsPerTeam = 8;
    private const int UnservedSchools = 3;
    private const int ImportsPerTeam = 4;

    private readonly ILookup<long, SeedSession> _sessionsBySchool;

    public SeedTeams(SeedOptions options, SeedPeople people)
    {
        var random = new SeedRandom(options.Seed, stream: -2);
        var count = options.TeamCount;
        Teams = [.. Enumerable.Range(1, count).Select(i => new SeedTeam(i, Name(random.Pick(people.LastNames), "Immunisation Team", i)))];
        Schools = count == 0
            ? []
            : [.. Enumerable.Range(1, ((count - 1) * SchoolsPerTeam) + UnservedSchools).Select(i => new SeedLocation(
                i, Name(random.Pick(people.LastNames), i % SchoolsPerTeam == 0 ? "Clinic" : "School", i), i % SchoolsPerTeam == 0 ? "clinic" : "school"))];
        TeamLocations = [.. MakeTeamLocations()];
        var served = TeamLocations.Where(place => place.AcademicYear > FirstYear).ToList();
        Sessions = [.. served.Concat(served.Where(_ => random.Chance(0.2))).Select((place, i) => new SeedSession(i + 1, place.Id))];
        var schools = TeamLocations.ToDictionary(place => place.Id, place => place.LocationId);
        _sessionsBySchool = Sessions.ToLookup(session => schools[session.TeamLocationId]);
        Imports = [.. Enumerable.Range(0, Math.Max(0, count - 1) * ImportsPerTeam).Select(i => new SeedImport(i + 1, (i / ImportsPerTeam) + 1))];
    }

    public IReadOnlyList<SeedTeam> Teams { get; }

    public IReadOnlyList<SeedLocation> Schools { get; }

    public IReadOnlyList<SeedTeamLocation> TeamLocations { get; }

    public IReadOnlyList<SeedSession> Sessions { get; }

    public IReadOnlyList<SeedImport> Imports { get; }

    /// <summary>Sessions at a school, whichever team holds them; none at one that nobody serves.</summary>
    public IReadOnlyList<SeedSession> SessionsAt(long school) => [.. _sessionsBySchool[school]];

    // Neighbours are next to each other in number: one takes over the other's first school in the last year, and shares the second.
    private IEnumerable<SeedTeamLocation> MakeTeamLocations()
    {
        var id = 0L;
        var teams = Teams.Count - 1;
        for (var team = 1; team <= teams; team++)
        {
            var neighbour = (team % teams) + 1;
            for (var school = 1; school <= SchoolsPerTeam; school++)
            {
                var location = ((team - 1) * SchoolsPerTeam) + school;
                for (var year = FirstYear; year <= LastYear; year++)
                {
                    yield return new SeedTeamLocation(++id, school == 1 && year == LastYear ? neighbour : team, location, year);
                    if (school == 2 && neighbour != team)
                    {
                        yield return new SeedTeamLocation(++id, neighbour, location, year);
                    }
                }
            }
        }
    }

    private static string Name(string first, string second, int number) => string.Create(CultureInfo.InvariantCulture, $"{first} {second} {number}");
}
