namespace HealthGraph.Bench.PatientTeams;

/// <summary>The statement of patient-teams.md, "What existed", written plainly.</summary>
internal static class ReferenceSql
{
    /// <summary>Its table, as ours but with foreign keys; and once more without, to tell what those cost.</summary>
    public const string Tables =
        """
        CREATE SCHEMA reference;
        CREATE TABLE reference.patient_team (
            patient_id uuid NOT NULL REFERENCES marketplace.patient ON DELETE CASCADE,
            team_id bigint NOT NULL REFERENCES immunisation.team ON DELETE CASCADE,
            sources int[] NOT NULL,
            PRIMARY KEY (patient_id, team_id)
        );
        CREATE INDEX ON reference.patient_team (team_id, patient_id);
        CREATE TABLE reference.bare_patient_team (
            patient_id uuid NOT NULL, team_id bigint NOT NULL, sources int[] NOT NULL, PRIMARY KEY (patient_id, team_id)
        );
        CREATE INDEX ON reference.bare_patient_team (team_id, patient_id);
        """;

    /// <param name="table">The table that it keeps.</param>
    /// <param name="scope">A condition on <c>patient_id</c> and <c>team_id</c> that is put to each relation.</param>
    public static string Update(string table = "reference.patient_team", string scope = "TRUE") =>
        $"""
        INSERT INTO {table} AS membership (patient_id, team_id, sources)
        SELECT patient_id, team_id, coalesce(array_agg(DISTINCT source ORDER BY source) FILTER (WHERE source IS NOT NULL), ARRAY[]::int[])
        FROM (
            SELECT place.patient_id, service.team_id, 0 AS source
            FROM immunisation.patient_location AS place
            JOIN immunisation.team_location AS service USING (location_id, academic_year)
            WHERE {scope}
            UNION ALL
            SELECT patient_id, team_id, 1 FROM immunisation.archive_reason WHERE {scope}
            UNION ALL
            SELECT record.patient_id, service.team_id, 2
            FROM immunisation.vaccination_record AS record
            JOIN immunisation.session AS session ON session.id = record.session_id
            JOIN immunisation.team_location AS service ON service.id = session.team_location_id
            WHERE {scope}
            UNION ALL
            SELECT move.patient_id, service.team_id, 5
            FROM (SELECT patient_id, school_id, academic_year FROM immunisation.school_move) AS move
            JOIN immunisation.team_location AS service ON service.location_id = move.school_id AND service.academic_year = move.academic_year
            WHERE {scope}
            UNION ALL
            SELECT record.patient_id, import.team_id, 6
            FROM immunisation.vaccination_record AS record
            JOIN immunisation.immunisation_import_vaccination_record AS link ON link.vaccination_record_id = record.id
            JOIN immunisation.immunisation_import AS import ON import.id = link.immunisation_import_id
            WHERE {scope}
            UNION ALL
            SELECT patient_id, team_id, NULL FROM {table} WHERE {scope}
        ) AS contributing
        GROUP BY patient_id, team_id
        ON CONFLICT (patient_id, team_id) DO UPDATE SET sources = excluded.sources WHERE membership.sources IS DISTINCT FROM excluded.sources;
        DELETE FROM {table} WHERE sources = ARRAY[]::int[]
        """;
}
