using HealthGraph.Domain.Database;

namespace HealthGraph.Domain.Seeding;

/// <summary>The tables of patient teams that the seed fills.</summary>
internal static class SeedTeamTables
{
    /// <summary>Every one that the seed empties, and whose indexes it takes off.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "immunisation.team", "immunisation.location", "immunisation.team_location", "immunisation.session", "immunisation.immunisation_import",
        "immunisation.patient_location", "immunisation.school_move", "immunisation.archive_reason", "immunisation.vaccination_record",
        "immunisation.immunisation_import_vaccination_record", "immunisation.patient_team",
    ];

    /// <summary>Those whose ids the seed gives out, so that the next id is told to PostgreSQL.</summary>
    public static IReadOnlyList<string> Numbered { get; } =
    [
        "immunisation.team", "immunisation.location", "immunisation.team_location", "immunisation.session", "immunisation.immunisation_import",
        "immunisation.vaccination_record",
    ];

    /// <summary>Those that are filled patient by patient.</summary>
    public static IReadOnlyList<SeedTable> ByPatient { get; } =
    [
        new("immunisation.patient_location", "patient_id, location_id, academic_year", WriteLocations),
        new("immunisation.school_move", "patient_id, school_id, academic_year, team_id", WriteMoves),
        new("immunisation.archive_reason", "patient_id, team_id, kind", WriteArchived),
        new("immunisation.vaccination_record", "id, patient_id, session_id", WriteRecords),
        new("immunisation.immunisation_import_vaccination_record", "immunisation_import_id, vaccination_record_id", WriteLinks),
    ];

    /// <summary>Rows that belong to no patient, by table, in the order of their foreign keys.</summary>
    public static IEnumerable<(string Table, string Columns, BinaryCopyRows Rows)> References(SeedTeams teams)
    {
        var rows = new BinaryCopyRows();
        foreach (var team in teams.Teams)
        {
            rows.Row(2).Add(team.Id).Add(team.Name);
        }

        yield return ("immunisation.team", "id, name", rows);
        rows = new BinaryCopyRows();
        foreach (var school in teams.Schools)
        {
            rows.Row(3).Add(school.Id).Add(school.Name).Add(school.Kind);
        }

        yield return ("immunisation.location", "id, name, kind", rows);
        rows = new BinaryCopyRows();
        foreach (var place in teams.TeamLocations)
        {
            rows.Row(4).Add(place.Id).Add(place.TeamId).Add(place.LocationId).Add((int?)place.AcademicYear);
        }

        yield return ("immunisation.team_location", "id, team_id, location_id, academic_year", rows);
        rows = new BinaryCopyRows();
        foreach (var session in teams.Sessions)
        {
            rows.Row(2).Add(session.Id).Add(session.TeamLocationId);
        }

        yield return ("immunisation.session", "id, team_location_id", rows);
        rows = new BinaryCopyRows();
        foreach (var import in teams.Imports)
        {
            rows.Row(2).Add(import.Id).Add(import.TeamId);
        }

        yield return ("immunisation.immunisation_import", "id, team_id", rows);
    }

    private static void WriteLocations(BinaryCopyRows rows, SeedGenerator generator, int number)
    {
        foreach (var place in generator.TeamPatient(number).Locations)
        {
            rows.Row(3).Add(generator.PatientId(number)).Add(place.LocationId).Add((int?)place.AcademicYear);
        }
    }

    private static void WriteMoves(BinaryCopyRows rows, SeedGenerator generator, int number)
    {
        foreach (var move in generator.TeamPatient(number).Moves)
        {
            AddOrNull(rows.Row(4).Add(generator.PatientId(number)), move.SchoolId).Add((int?)move.AcademicYear);
            AddOrNull(rows, move.TeamId);
        }
    }

    private static void WriteArchived(BinaryCopyRows rows, SeedGenerator generator, int number)
    {
        foreach (var team in generator.TeamPatient(number).ArchivedBy)
        {
            rows.Row(3).Add(generator.PatientId(number)).Add(team).Add(number % 2 == 0 ? "moved_out_of_area" : "imported_in_error");
        }
    }

    private static void WriteRecords(BinaryCopyRows rows, SeedGenerator generator, int number)
    {
        foreach (var record in generator.TeamPatient(number).Records)
        {
            AddOrNull(rows.Row(3).Add(record.Id).Add(generator.PatientId(number)), record.SessionId);
        }
    }

    private static void WriteLinks(BinaryCopyRows rows, SeedGenerator generator, int number)
    {
        foreach (var record in generator.TeamPatient(number).Records)
        {
            foreach (var import in record.ImportIds)
            {
                rows.Row(2).Add(import).Add(record.Id);
            }
        }
    }

    private static BinaryCopyRows AddOrNull(BinaryCopyRows rows, long? value) => value is { } number ? rows.Add(number) : rows.Null();
}
