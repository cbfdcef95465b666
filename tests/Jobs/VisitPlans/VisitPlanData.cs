using HealthGraph.Testing.Postgres;

namespace HealthGraph.Jobs.Tests.VisitPlans;

/// <summary>Rows for the export's tests, written as SQL.</summary>
internal static class VisitPlanData
{
    /// <summary>
    /// Plans 1 to n, a second apart from 2024-01-01: every tenth unpublished, every seventh before 2022, every fifth without entries,
    /// every third without a care plan in the read model; texts with quotes, commas and line breaks; states CA, OR and none.
    /// </summary>
    public static Task AddAsync(TestDatabase database, int count) => database.ExecuteAsync(
        """
        INSERT INTO matrix.destination (id, clinic_id, name, state, region)
        VALUES ('00000000-0000-0000-0000-00000000d001', 'C1', 'Clinic "One", North', 'CA', 'West'),
               ('00000000-0000-0000-0000-00000000d002', 'C2', 'Clinic Two', 'OR', NULL);

        INSERT INTO matrix.therapist (id, npi, first_name, last_name, clinicient_staff_id)
        VALUES ('00000000-0000-0000-0000-00000000e001', '1234567893', 'Zoë', 'O''Hara', 'S1');

        INSERT INTO matrix.care_plan (id, aggregate_id, care_plan_number, patient_id, status, version, affected_body_part, started_on)
        SELECT md5('care' || n)::uuid, md5('aggregate' || n)::uuid, n, md5('patient' || n)::uuid, 'active', 1, 'knee', '2024-01-01'
        FROM generate_series(1, $1) AS n
        WHERE n % 3 <> 0;

        INSERT INTO matrix.appointment (id, appointment_id, care_plan_id, therapist_id, destination_id, time_start, status, type)
        SELECT
            md5('row' || n)::uuid, md5('appointment' || n)::uuid, md5('care' || n)::uuid, '00000000-0000-0000-0000-00000000e001',
            CASE n % 4 WHEN 0 THEN NULL WHEN 1 THEN '00000000-0000-0000-0000-00000000d002'::uuid ELSE '00000000-0000-0000-0000-00000000d001' END,
            '2024-02-01T10:00:00Z', CASE WHEN n % 2 = 0 THEN 'completed' ELSE 'scheduled' END, 'follow-up'
        FROM generate_series(1, $1) AS n
        WHERE n % 3 <> 0;

        INSERT INTO marketplace.visit_plan (
            id, created_at, published_at, continuation, care_plan_aggregate_id, anticipated_discharge_date, plan_text,
            prescribed_by_id, appointment_id, appointment_date)
        SELECT
            md5('plan' || n)::uuid, timestamptz '2024-01-01T00:00:00Z' + n * interval '1 second',
            CASE WHEN n % 10 <> 0 THEN timestamptz '2024-01-02T08:30:00.25Z' END, n % 2 = 0, md5('aggregate' || n)::uuid,
            CASE WHEN n % 2 = 0 THEN date '2024-06-30' END,
            CASE n % 4 WHEN 0 THEN '' WHEN 1 THEN E'two\nlines, "quoted"\r\nthird' WHEN 2 THEN 'plain' ELSE '\. ünï' END,
            md5('doctor' || n)::uuid, md5('appointment' || n)::uuid,
            CASE WHEN n % 7 = 0 THEN timestamptz '2021-12-31T23:59:59.999999Z' ELSE timestamptz '2022-01-01T00:00:00Z' + n * interval '1 hour' END
        FROM generate_series(1, $1) AS n;

        INSERT INTO marketplace.visit_plan_entry (id, visit_plan_id, position, visits_per_week, weeks, instructions)
        SELECT md5('entry' || n || '-' || p)::uuid, md5('plan' || n)::uuid, p, p + 1, 4, CASE p WHEN 1 THEN E'say "hi"\n' END
        FROM generate_series(1, $1) AS n, generate_series(1, 2) AS p
        WHERE n % 5 <> 0;
        """.Replace("$1", count.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));

    public static Task<long> QualifyingAsync(TestDatabase database) => database.ScalarAsync<long>(
        "SELECT count(*) FROM marketplace.visit_plan WHERE published_at IS NOT NULL AND appointment_date >= '2022-01-01T00:00:00Z'");
}
