using HealthGraph.Testing.Postgres;

namespace HealthGraph.Domain.Tests.PatientTeams;

/// <summary>The rows of every input, and what they say by the rules of the page, worked out one patient at a time without SQL.</summary>
internal sealed record Inputs
{
    public required List<object?[]> TeamLocations { get; init; }

    public required List<object?[]> PatientLocations { get; init; }

    public required List<object?[]> Moves { get; init; }

    public required List<object?[]> Archived { get; init; }

    public required List<object?[]> Sessions { get; init; }

    public required List<object?[]> Records { get; init; }

    public required List<object?[]> Imports { get; init; }

    public required List<object?[]> Links { get; init; }

    public static async Task<Inputs> ReadAsync(TestDatabase database) => new()
    {
        TeamLocations = await database.RowsAsync("SELECT id, team_id, location_id, academic_year FROM immunisation.team_location"),
        PatientLocations = await database.RowsAsync("SELECT patient_id, location_id, academic_year FROM immunisation.patient_location"),
        Moves = await database.RowsAsync("SELECT patient_id, school_id, academic_year, team_id FROM immunisation.school_move"),
        Archived = await database.RowsAsync("SELECT patient_id, team_id FROM immunisation.archive_reason"),
        Sessions = await database.RowsAsync("SELECT id, team_location_id FROM immunisation.session"),
        Records = await database.RowsAsync("SELECT id, patient_id, session_id FROM immunisation.vaccination_record"),
        Imports = await database.RowsAsync("SELECT id, team_id FROM immunisation.immunisation_import"),
        Links = await database.RowsAsync(
            "SELECT immunisation_import_id, vaccination_record_id FROM immunisation.immunisation_import_vaccination_record"),
    };

    /// <summary>One line for each membership, in order: patient, team and sources.</summary>
    public List<string> Memberships(bool schoolMoveTeam)
    {
        var reasons = new SortedDictionary<(string Patient, long Team), SortedSet<int>>(
            Comparer<(string Patient, long Team)>.Create((x, y) =>
                string.CompareOrdinal(x.Patient, y.Patient) is var order && order != 0 ? order : x.Team.CompareTo(y.Team)));
        void Add(object? patient, object? team, int source)
        {
            if (patient is Guid id && team is long teamId)
            {
                var key = (id.ToString(), teamId);
                if (!reasons.TryGetValue(key, out var sources))
                {
                    reasons[key] = sources = [];
                }

                sources.Add(source);
            }
        }

        foreach (var place in PatientLocations)
        {
            foreach (var service in TeamLocations.Where(t => Equals(t[2], place[1]) && Equals(t[3], place[2])))
            {
                Add(place[0], service[1], 0);
            }
        }

        foreach (var archived in Archived)
        {
            Add(archived[0], archived[1], 1);
        }

        foreach (var record in Records.Where(record => record[2] is not null))
        {
            var session = Sessions.Single(s => Equals(s[0], record[2]));
            Add(record[1], TeamLocations.Single(t => Equals(t[0], session[1]))[1], 2);
        }

        foreach (var move in Moves)
        {
            if (schoolMoveTeam)
            {
                Add(move[0], move[3], 4);
            }

            foreach (var service in TeamLocations.Where(t => move[1] is not null && Equals(t[2], move[1]) && Equals(t[3], move[2])))
            {
                Add(move[0], service[1], 5);
            }
        }

        foreach (var link in Links)
        {
            Add(Records.Single(r => Equals(r[0], link[1]))[1], Imports.Single(i => Equals(i[0], link[0]))[1], 6);
        }

        return [.. reasons.Select(pair => $"{pair.Key.Patient} {pair.Key.Team} {{{string.Join(',', pair.Value)}}}")];
    }
}
