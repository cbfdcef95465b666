using System.Globalization;
using System.Text;

namespace HealthGraph.Domain.PatientTeams;

/// <summary>
/// The statement that makes memberships equal to their reasons. Every reason is a bit, and the row as it stands brings the bits it holds,
/// eight places to the left: sorted by patient and team and OR-ed together, only pairs whose two halves differ go on to be written.
/// <para>
/// Parameters: <c>$1</c> the patients when the scope has them, then the teams when it has them. They are compared within each relation, so
/// that each is read through its own index.
/// </para>
/// </summary>
internal static class MembershipStatement
{
    // A membership that stands has this bit, so that one with a reason too many or too few is told from one that is missing.
    private const int Stands = 1 << 7;
    private const int Reasons = Stands - 1;
    private const int ShiftOfStanding = 8;

    // What no set of reasons comes to: an array that this code would not have written always differs.
    private const int Unknown = 1 << (2 * ShiftOfStanding);

    /// <summary>Writes what differs in the scope, and gives inserted, changed, deleted and how many stood before.</summary>
    public static string Update(MembershipScope scope, bool schoolMoveTeam)
    {
        var sets = SourceSets(schoolMoveTeam);
        return $"""
            WITH contributing AS (
            {Contributing(scope, schoolMoveTeam)}
                UNION ALL
                SELECT standing.patient_id, standing.team_id, {Bits(sets)}
                FROM immunisation.patient_team AS standing
                {Where(scope, "standing", "standing")}
            ),
            differing AS MATERIALIZED (
                SELECT patient_id, team_id, bit_or(bits) AS bits
                FROM contributing
                GROUP BY patient_id, team_id
                HAVING bit_or(bits) & {Reasons} <> bit_or(bits) >> {ShiftOfStanding}
            ),
            deleted AS (
                DELETE FROM immunisation.patient_team AS membership
                USING differing
                WHERE membership.patient_id = differing.patient_id
                  AND membership.team_id = differing.team_id
                  AND differing.bits & {Reasons} = 0
                RETURNING 1
            ),
            changed AS (
                UPDATE immunisation.patient_team AS membership
                SET sources = {Sources(sets)}
                FROM differing
                WHERE membership.patient_id = differing.patient_id
                  AND membership.team_id = differing.team_id
                  AND differing.bits & {Reasons} <> 0
                  AND differing.bits & {Stands} <> 0
                RETURNING 1
            ),
            inserted AS (
                INSERT INTO immunisation.patient_team (patient_id, team_id, sources)
                SELECT patient_id, team_id, {Sources(sets)}
                FROM differing
                WHERE bits & {Stands} = 0
                ORDER BY patient_id, team_id
                RETURNING 1
            )
            SELECT
                (SELECT count(*) FROM inserted),
                (SELECT count(*) FROM changed),
                (SELECT count(*) FROM deleted),
                (SELECT count(*) FROM immunisation.patient_team AS standing {Where(scope, "standing", "standing")})
            """;
    }

    /// <summary>Fills a table that is empty, in the order of its key.</summary>
    public static string Fill(bool schoolMoveTeam) =>
        $"""
        WITH contributing AS (
        {Contributing(MembershipScope.Everything, schoolMoveTeam)}
        )
        INSERT INTO immunisation.patient_team (patient_id, team_id, sources)
        SELECT patient_id, team_id, {Sources(SourceSets(schoolMoveTeam))}
        FROM (
            SELECT patient_id, team_id, bit_or(bits) AS bits
            FROM contributing
            GROUP BY patient_id, team_id
        ) AS pair
        ORDER BY patient_id, team_id
        """;

    private static string Contributing(MembershipScope scope, bool schoolMoveTeam)
    {
        List<string> parts =
        [
            $"""
                SELECT place.patient_id, service.team_id, {Bit(MembershipSource.PatientLocation)} AS bits
                FROM immunisation.patient_location AS place
                JOIN immunisation.team_location AS service
                    ON service.location_id = place.location_id AND service.academic_year = place.academic_year
                {Where(scope, "place", "service")}
            """,
            $"""
                SELECT archived.patient_id, archived.team_id, {Bit(MembershipSource.ArchiveReason)}
                FROM immunisation.archive_reason AS archived
                {Where(scope, "archived", "archived")}
            """,
            $"""
                SELECT record.patient_id, service.team_id, {Bit(MembershipSource.VaccinationRecordSession)}
                FROM immunisation.vaccination_record AS record
                JOIN immunisation.session AS session ON session.id = record.session_id
                JOIN immunisation.team_location AS service ON service.id = session.team_location_id
                {Where(scope, "record", "service")}
            """,
            $"""
                SELECT move.patient_id, service.team_id, {Bit(MembershipSource.SchoolMoveSchool)}
                FROM immunisation.school_move AS move
                JOIN immunisation.team_location AS service
                    ON service.location_id = move.school_id AND service.academic_year = move.academic_year
                {Where(scope, "move", "service")}
            """,
            $"""
                SELECT record.patient_id, import.team_id, {Bit(MembershipSource.VaccinationRecordImport)}
                FROM immunisation.vaccination_record AS record
                JOIN immunisation.immunisation_import_vaccination_record AS link ON link.vaccination_record_id = record.id
                JOIN immunisation.immunisation_import AS import ON import.id = link.immunisation_import_id
                {Where(scope, "record", "import")}
            """,
        ];
        if (schoolMoveTeam)
        {
            parts.Add(
                $"""
                    SELECT move.patient_id, move.team_id, {Bit(MembershipSource.SchoolMoveTeam)}
                    FROM immunisation.school_move AS move
                    {Where(scope, "move", "move", "move.team_id IS NOT NULL")}
                """);
        }

        return string.Join("\n    UNION ALL\n", parts);
    }

    private static string Where(MembershipScope scope, string patientOf, string teamOf, string? more = null)
    {
        List<string> conditions = [];
        if (scope.Patients is not null)
        {
            conditions.Add($"{patientOf}.patient_id = ANY ($1)");
        }

        if (scope.Teams is not null)
        {
            conditions.Add($"{teamOf}.team_id = ANY (${conditions.Count + 1})");
        }

        if (more is not null)
        {
            conditions.Add(more);
        }

        return conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
    }

    // Constants on both ways: to compare an array with thirty others, or a number, costs less than to take it apart or to put it together.
    private static string Bits(IReadOnlyList<int> sets)
    {
        var text = new StringBuilder("CASE standing.sources");
        foreach (var set in sets)
        {
            text.Append(CultureInfo.InvariantCulture, $" WHEN {Array(set)} THEN {(set << ShiftOfStanding) | Stands}");
        }

        return text.Append(CultureInfo.InvariantCulture, $" ELSE {(Unknown << ShiftOfStanding) | Stands} END").ToString();
    }

    private static string Sources(IReadOnlyList<int> sets)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"CASE bits & {Reasons}");
        foreach (var set in sets)
        {
            text.Append(CultureInfo.InvariantCulture, $" WHEN {set} THEN {Array(set)}");
        }

        return text.Append(" END").ToString();
    }

    // Fewer sources first: those sets are by far the most frequent.
    private static List<int> SourceSets(bool schoolMoveTeam)
    {
        var possible = Bit(MembershipSource.PatientLocation)
            | Bit(MembershipSource.ArchiveReason)
            | Bit(MembershipSource.VaccinationRecordSession)
            | (schoolMoveTeam ? Bit(MembershipSource.SchoolMoveTeam) : 0)
            | Bit(MembershipSource.SchoolMoveSchool)
            | Bit(MembershipSource.VaccinationRecordImport);
        return [.. Enumerable.Range(1, Reasons).Where(set => (set & ~possible) == 0).OrderBy(int.PopCount).ThenBy(set => set)];
    }

    private static string Array(int set) =>
        $"'{{{string.Join(',', Enum.GetValues<MembershipSource>().Where(source => (set & Bit(source)) != 0).Select(source => (int)source))}}}'::int[]";

    private static int Bit(MembershipSource source) => 1 << (int)source;
}
