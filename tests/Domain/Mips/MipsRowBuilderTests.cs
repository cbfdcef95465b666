using System.Globalization;
using HealthGraph.Domain.Mips;
using HealthGraph.Domain.Seeding;
using HealthGraph.Testing.Postgres;
using Npgsql;

namespace HealthGraph.Domain.Tests.Mips;

public sealed class MipsRowBuilderTests(PostgresServer server)
{
    // What the sample data is too tidy for: each kind of it on some rows, chosen by their ids.
    private const string Mess =
        """
        CREATE FUNCTION pg_temp.one_in(id uuid, n int, salt text) RETURNS boolean LANGUAGE sql AS $$ SELECT abs(hashtext(salt || id::text)::bigint) % n = 0 $$;

        UPDATE matrix.care_plan SET affected_body_part = CASE affected_body_part
            WHEN 'hip_joint_replacement' THEN 'Hip Joint Replacement' WHEN 'shoulder_arm' THEN ' Shoulder/Arm ' WHEN 'foot_and_ankle' THEN 'Foot & Ankle'
            WHEN 'upper_back' THEN 'Upper Back' ELSE 'Jaw' END
        WHERE pg_temp.one_in(id, 6, 'part');
        UPDATE matrix.care_plan SET affected_body_part = NULL WHERE pg_temp.one_in(id, 40, 'none');
        UPDATE matrix.care_plan SET ended_on = NULL WHERE pg_temp.one_in(id, 9, 'open');
        UPDATE matrix.care_plan SET ended_on = 'infinity' WHERE pg_temp.one_in(id, 70, 'for ever');
        UPDATE matrix.care_plan SET ended_on = ended_on + 200 WHERE isfinite(ended_on) AND pg_temp.one_in(id, 11, 'late');
        UPDATE matrix.care_plan SET surgery_date = '2030-01-01' WHERE pg_temp.one_in(id, 50, 'future');
        UPDATE matrix.care_plan SET surgery_date = '-infinity' WHERE pg_temp.one_in(id, 50, 'past');
        UPDATE matrix.care_plan SET patient_id = gen_random_uuid() WHERE pg_temp.one_in(id, 60, 'nobody');
        UPDATE marketplace.patient SET birth_date = NULL WHERE pg_temp.one_in(id, 40, 'born');
        UPDATE marketplace.patient SET birth_date = '-infinity' WHERE pg_temp.one_in(id, 90, 'old');
        UPDATE marketplace.patient SET birth_date = '2004-02-29' WHERE pg_temp.one_in(id, 20, 'leap');
        UPDATE marketplace.patient SET gender = CASE WHEN pg_temp.one_in(id, 2, 'a') THEN 'F' ELSE 'Male' END WHERE pg_temp.one_in(id, 10, 'gender');
        UPDATE marketplace.patient SET gender = NULL WHERE pg_temp.one_in(id, 30, 'unknown');
        UPDATE matrix.appointment SET destination_id = NULL WHERE pg_temp.one_in(id, 40, 'clinic');
        UPDATE matrix.appointment SET therapist_id = NULL WHERE pg_temp.one_in(id, 40, 'therapist');
        UPDATE matrix.appointment SET status = CASE WHEN pg_temp.one_in(id, 2, 'b') THEN 'no_show' ELSE 'completed' END WHERE pg_temp.one_in(id, 25, 'status');
        UPDATE matrix.appointment SET time_start = date_trunc('year', time_start) + interval '7 hours 30 minutes' WHERE pg_temp.one_in(id, 30, 'new year');
        UPDATE matrix.appointment AS moved SET time_start = other.time_start
        FROM matrix.appointment AS other
        WHERE other.care_plan_id = moved.care_plan_id AND other.id <> moved.id AND pg_temp.one_in(moved.id, 60, 'same time');
        UPDATE matrix.destination SET state = NULL WHERE clinic_id LIKE '%-005';
        UPDATE matrix.destination SET tin = '12 345' WHERE clinic_id LIKE '%-002';
        UPDATE matrix.destination SET time_zone = 'Pacific/Kiritimati' WHERE clinic_id LIKE '%-009';
        UPDATE matrix.therapist SET npi = NULL WHERE pg_temp.one_in(id, 15, 'npi');
        UPDATE mips.patient_form SET score = 'NaN' WHERE pg_temp.one_in(form_id, 60, 'nan');
        UPDATE mips.patient_form SET score = -1 WHERE pg_temp.one_in(form_id, 60, 'negative');
        UPDATE mips.patient_form SET completed_at = 'infinity' WHERE pg_temp.one_in(form_id, 90, 'never');
        UPDATE mips.patient_form SET completed_at = date_trunc('day', completed_at) + interval '8 hours' WHERE isfinite(completed_at) AND pg_temp.one_in(form_id, 15, 'midnight');
        UPDATE mips.patient_form SET completed_at = completed_at - interval '40 days' WHERE isfinite(completed_at) AND pg_temp.one_in(form_id, 25, 'early');
        INSERT INTO mips.patient_form
        SELECT gen_random_uuid(), care_plan_id, CASE WHEN pg_temp.one_in(form_id, 2, 'c') THEN appointment_id END, form_type, completed_at, score / 2, details
        FROM mips.patient_form
        WHERE score <> 'NaN' AND pg_temp.one_in(form_id, 12, 'twice');
        """;

    [Theory]
    [InlineData(2022, true)]
    [InlineData(2024, true)]
    [InlineData(2024, false)]
    [InlineData(2025, false)]
    [InlineData(2026, true)]
    public async Task Rows_and_rejects_are_those_of_a_plain_evaluation_of_the_rules(int year, bool strictlyContained)
    {
        await using var database = await server.CreateDatabaseAsync();
        await new Seeder(database.DataSource).SeedAsync(new SeedOptions { Patients = 600, Seed = year, Teams = 0 }, progress: null, Token);
        await database.ExecuteAsync(Mess);
        foreach (var state in new[] { "CA", "TX" })
        {
            var request = Request(year, state) with { StrictlyContained = strictlyContained, Tin = year % 2 == 0 ? "987654321" : null };

            var counts = await BuildAsync(database, request);
            var (rows, rejects) = await MipsEvaluation.RunAsync(database, request);

            Assert.NotEmpty(rows);
            Assert.Equal(rows, await RowsAsync(database, year, state));
            Assert.Equal(rejects, await RejectsAsync(database, year, state));
            Assert.Equal((rows.Count, rejects.Count), ((int)counts.TotalRows, (int)counts.TotalRejects));
        }
    }

    [Fact]
    public async Task Sample_data_has_appointments_for_every_rule()
    {
        await using var database = await server.CreateDatabaseAsync();
        await new Seeder(database.DataSource).SeedAsync(new SeedOptions { Patients = 2000, Teams = 0 }, progress: null, Token);

        var counts = await BuildAsync(database, Request(2025, "CA") with { StrictlyContained = true });
        var statuses = await database.RowsAsync("SELECT DISTINCT row_kind, episode_status, coalesce(exclusion_reason, '-') FROM mips.row ORDER BY 1, 2, 3");

        foreach (var reason in MipsRejectReason.All.Except([MipsRejectReason.State, MipsRejectReason.BodyPartUnmapped]))
        {
            Assert.True(counts.Rejects[reason] > 0, reason);
        }

        foreach (var reason in new[] { "fewer_than_two_scores", "instrument_changed", "score_out_of_range" })
        {
            Assert.Contains(statuses, status => (string)status[2]! == reason);
        }
    }

    [Fact]
    public async Task Building_again_replaces_the_rows_of_the_year_and_state_and_of_no_other()
    {
        await using var database = await server.CreateDatabaseAsync();
        await new Seeder(database.DataSource).SeedAsync(new SeedOptions { Patients = 300, Teams = 0 }, progress: null, Token);
        await BuildAsync(database, Request(2025, "CA"));
        await BuildAsync(database, Request(2025, "TX"));
        var (california, texas) = (await RowsAsync(database, 2025, "CA"), await RowsAsync(database, 2025, "TX"));

        await database.ExecuteAsync("UPDATE matrix.care_plan SET affected_body_part = 'other'");
        var counts = await BuildAsync(database, Request(2025, "CA"));

        Assert.NotEmpty(california);
        Assert.Equal(0, counts.TotalRows);
        Assert.Empty(await RowsAsync(database, 2025, "CA"));
        Assert.Equal(texas, await RowsAsync(database, 2025, "TX"));
    }

    [Theory]
    [InlineData("neck", 2022, "KEET01", "IROMS16")]
    [InlineData("shoulder_arm", 2023, "IROMS19", "IROMS20")]
    [InlineData("elbow_wrist_hand", 2022, "IROMS19", "IROMS20")]
    [InlineData("lower_back", 2023, "IROMS17", "IROMS18")]
    [InlineData("hip", 2022, "IROMS13", "IROMS14")]
    [InlineData("foot_and_ankle", 2023, "IROMS13", "IROMS14")]
    [InlineData("knee", 2022, "IROMS11", "IROMS12")]
    [InlineData("neck", 2024, "MSK01", "MSK11")]
    [InlineData("shoulder_arm", 2024, "MSK02", "MSK12")]
    [InlineData("elbow_wrist_hand", 2024, "MSK02", "MSK12")]
    [InlineData("lower_back", 2024, "MSK03", "MSK13")]
    [InlineData("hip", 2024, "MSK04", "MSK14")]
    [InlineData("hip_joint_replacement", 2024, "MSK04", "MSK14")]
    [InlineData("foot_and_ankle", 2024, "MSK04", "MSK14")]
    [InlineData("knee", 2024, "MSK05", "MSK15")]
    [InlineData("knee_joint_replacement", 2024, "MSK05", "MSK15")]
    [InlineData("neck", 2025, "MSK01", "MSK06")]
    [InlineData("shoulder_arm", 2025, "MSK02", "MSK07")]
    [InlineData("lower_back", 2026, "MSK03", "MSK08")]
    [InlineData("hip_joint_replacement", 2025, "MSK04", "MSK09")]
    [InlineData("knee_joint_replacement", 2027, "MSK05", "MSK10")]
    public async Task A_year_has_its_codes(string bodyPart, int year, string functional, string pain)
    {
        await using var database = await OneVisitAsync(bodyPart, year);

        await BuildAsync(database, Request(year, "CA"));

        var rows = await database.RowsAsync("SELECT row_kind, treatment FROM mips.row ORDER BY row_no");
        Assert.Equal(
            [("functional", functional), ("nprs", pain), ("length_of_stay", "LOS")],
            rows.Select(row => ((string)row[0]!, (string)row[1]!)));
    }

    [Theory]
    [InlineData("2025-01-01 07:59:59Z", "outside_year")]
    [InlineData("2025-01-01 08:00:00Z", null)]
    [InlineData("2026-01-01 07:59:59Z", null)]
    [InlineData("2026-01-01 08:00:00Z", "outside_year")]
    public async Task The_year_is_the_clinics(string start, string? reason)
    {
        await using var database = await OneVisitAsync("knee", 2025);
        await database.ExecuteAsync($"UPDATE matrix.appointment SET time_start = '{start}'");

        await BuildAsync(database, Request(2025, "CA"));

        Assert.Equal(reason is null ? [] : [reason], (await database.RowsAsync("SELECT reason FROM mips.reject")).Select(row => (string)row[0]!));
    }

    [Fact]
    public async Task A_zone_that_there_is_not_is_refused_where_it_is_entered()
    {
        await using var database = await OneVisitAsync("knee", 2025);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync("UPDATE matrix.destination SET time_zone = 'America/Oakland'"));

        Assert.Contains("America/Oakland", refused.MessageText, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MipsBuildRequest Request(int year, string state) => new()
    {
        Year = year,
        State = state,
        RunId = Guid.Empty,
        StrictlyContained = false,
        MinimumAge = MipsSettings.DefaultMinimumAge,
    };

    private static async Task<MipsCounts> BuildAsync(TestDatabase database, MipsBuildRequest request)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        var counts = await MipsRowBuilder.BuildAsync(connection, request, Token);
        await transaction.CommitAsync(Token);
        return counts;
    }

    private async Task<TestDatabase> OneVisitAsync(string bodyPart, int year)
    {
        var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(
            $"""
            INSERT INTO marketplace.patient (id, first_name, last_name, birth_date) VALUES ('00000000-0000-0000-0000-000000000001', 'Ada', 'Invented', '1980-01-01');
            INSERT INTO matrix.destination (id, clinic_id, name, state, tin) VALUES ('00000000-0000-0000-0000-000000000002', 'CA-1', 'One', 'CA', '94-1234567');
            INSERT INTO matrix.therapist (id, npi, first_name, last_name, clinicient_staff_id) VALUES ('00000000-0000-0000-0000-000000000003', '1234567893', 'Bo', 'Invented', 'T1');
            INSERT INTO matrix.care_plan (id, aggregate_id, patient_id, affected_body_part, status, version)
            VALUES ('00000000-0000-0000-0000-000000000004', gen_random_uuid(), '00000000-0000-0000-0000-000000000001', '{bodyPart}', 'active', 1);
            INSERT INTO matrix.appointment (id, appointment_id, care_plan_id, therapist_id, destination_id, time_start, status)
            VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-000000000003',
                '00000000-0000-0000-0000-000000000002', make_timestamptz({year}, 6, 1, 18, 0, 0, 'UTC'), 'completed');
            """);
        return database;
    }

    private static async Task<List<string>> RowsAsync(TestDatabase database, int year, string state) =>
    [
        .. (await database.RowsAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT
                concat_ws(' | ', appointment_id, row_kind, care_plan_id, patient_id, date_of_birth, sex, visit_date, visit_number, visit_type, clinician_npi, tin, clinic_id,
                    body_part, treatment, coalesce(instrument, '-'), coalesce(trim_scale(score)::text, '-'), coalesce(score_date::text, '-'),
                    coalesce(trim_scale(initial_score)::text, '-'), coalesce(initial_score_date::text, '-'),
                    coalesce(trim_scale(final_score)::text, '-'), coalesce(final_score_date::text, '-'), coalesce(trim_scale(score_change)::text, '-'),
                    coalesce(trim_scale(mcid)::text, '-'), coalesce(left(mcid_met::text, 1), '-'), episode_start, coalesce(episode_end::text, '-'),
                    coalesce(los_days::text, '-'), coalesce(los_visits::text, '-'), left(surgical::text, 1), coalesce(symptom_duration_days::text, '-'),
                    episode_status, coalesce(exclusion_reason, '-'))
            FROM mips.row
            WHERE year = {year} AND state = '{state}'
            ORDER BY row_no
            """))).Select(row => (string)row[0]!),
    ];

    private static async Task<List<string>> RejectsAsync(TestDatabase database, int year, string state) =>
    [
        .. (await database.RowsAsync(string.Create(
            CultureInfo.InvariantCulture, $"SELECT appointment_id || ' ' || reason FROM mips.reject WHERE year = {year} AND state = '{state}' ORDER BY 1")))
            .Select(row => (string)row[0]!)
            .Order(StringComparer.Ordinal),
    ];
}
