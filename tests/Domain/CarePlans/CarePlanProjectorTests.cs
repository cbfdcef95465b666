using HealthGraph.Domain.CarePlans.Projection;
using HealthGraph.Testing.Postgres;
using Npgsql;

namespace HealthGraph.Domain.Tests.CarePlans;

public sealed class CarePlanProjectorTests(PostgresServer server)
{
    private static readonly Guid Plan = Guid.Parse("a0000000-0000-4000-8000-000000000001");
    private static readonly Guid OtherPlan = Guid.Parse("a0000000-0000-4000-8000-000000000002");
    private static readonly Guid Visit = Guid.Parse("b0000000-0000-4000-8000-000000000001");

    [Fact]
    public async Task Events_become_rows_of_the_read_model()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync("INSERT INTO matrix.therapist VALUES (gen_random_uuid(), '1234567893', 'Ann', 'Lee', 'T1')");
        await database.ExecuteAsync("INSERT INTO matrix.destination VALUES (gen_random_uuid(), 'CA-001', 'Oakland', 'CA', 'West')");
        await EventStore.CreatedAsync(database, Plan);
        await EventStore.WriteAsync(
            database, Plan, 2, "PhysicianAttached", """{"physician_id": "c0000000-0000-4000-8000-000000000001", "npi": "1999999992", "first_name": "Zoë", "last_name": "O'Neil"}""");
        await EventStore.AddedAsync(database, Plan, 3, Visit);
        await EventStore.WriteAsync(database, Plan, 4, "TherapistStartedSession", $$"""{"appointment_id": "{{Visit}}"}""");
        await EventStore.HeldAsync(database, Plan, 5, Visit);
        await EventStore.WriteAsync(database, Plan, 6, "CarePlanCompleted", """{"completed_on": "2024-05-06"}""");

        var result = await ProjectAsync(database);

        Assert.Equal((6, 1, 0), (result.Events, result.CarePlans, result.Stopped));
        var row = Assert.Single(await database.RowsAsync(
            """
            SELECT
                plan.status, plan.version, plan.care_plan_number, plan.affected_body_part, plan.surgery_date::text, plan.started_on::text,
                plan.ended_on::text, plan.physician_last_name, visit.status, visit.type, visit.time_start::text, visit.time_end::text,
                therapist.last_name, destination.name
            FROM matrix.care_plan AS plan
            JOIN matrix.appointment AS visit ON visit.care_plan_id = plan.id
            JOIN matrix.therapist AS therapist ON therapist.id = visit.therapist_id
            JOIN matrix.destination AS destination ON destination.id = visit.destination_id
            """));
        Assert.Equal(
            [
                "completed", 6, 2, "knee", "2024-02-01", "2024-03-04", "2024-05-06", "O'Neil", "completed", "initial",
                "2024-03-05 01:30:00+00", "2024-03-05 02:15:00+00", "Lee", "Oakland",
            ],
            row);
    }

    [Fact]
    public async Task What_was_projected_is_not_projected_again()
    {
        await using var database = await server.CreateDatabaseAsync();
        await EventStore.CreatedAsync(database, Plan);
        await ProjectAsync(database);
        await EventStore.AddedAsync(database, Plan, 2, Visit);

        var second = await ProjectAsync(database);
        var third = await ProjectAsync(database);

        Assert.Equal(1, second.Events);
        Assert.Equal(ProjectionResult.Nothing, third);
    }

    [Fact]
    public async Task A_rescheduled_and_a_cancelled_appointment_and_a_new_clinic_show()
    {
        await using var database = await server.CreateDatabaseAsync();
        await EventStore.CreatedAsync(database, Plan);
        await EventStore.AddedAsync(database, Plan, 2, Visit);
        await ProjectAsync(database);
        var other = Guid.NewGuid();
        await EventStore.AddedAsync(database, Plan, 3, other);
        await EventStore.WriteAsync(
            database, Plan, 4, "AppointmentRescheduled", $$"""{"appointment_id": "{{Visit}}", "scheduled_time": "2024-03-08T09:00:00-08:00"}""");
        await EventStore.WriteAsync(database, Plan, 5, "AppointmentCancelled", $$"""{"appointment_id": "{{other}}"}""");
        await EventStore.WriteAsync(database, Plan, 6, "ClinicChanged", """{"clinic_id": "WA-002"}""");

        await ProjectAsync(database);

        var rows = await database.RowsAsync(
            "SELECT appointment_id, time_start::text, time_end - time_start, status, clinic_id FROM matrix.appointment ORDER BY time_start DESC");
        Assert.Equal([Visit, "2024-03-08 17:00:00+00", TimeSpan.FromMinutes(45), "scheduled", "WA-002"], rows[0]);
        Assert.Equal([other, "2024-03-05 01:30:00+00", TimeSpan.FromMinutes(45), "cancelled", "CA-001"], rows[1]);
    }

    [Fact]
    public async Task Events_behind_a_gap_wait_until_it_is_filled()
    {
        await using var database = await server.CreateDatabaseAsync();
        await EventStore.CreatedAsync(database, Plan);
        await EventStore.HeldAsync(database, Plan, 3, Visit);
        await ProjectAsync(database);
        Assert.Equal([Plan, 2, "MISSING_VERSION"], Assert.Single(await StoppedAsync(database)));
        Assert.Equal(1, await database.ScalarAsync<int>("SELECT version FROM matrix.care_plan"));

        await EventStore.AddedAsync(database, Plan, 2, Visit);
        await ProjectAsync(database);

        Assert.Empty(await StoppedAsync(database));
        Assert.Equal(3, await database.ScalarAsync<int>("SELECT version FROM matrix.care_plan"));
        Assert.Equal("completed", await database.ScalarAsync<string>("SELECT status FROM matrix.appointment"));
    }

    [Fact]
    public async Task An_event_that_commits_after_a_later_one_is_not_lost()
    {
        await using var database = await server.CreateDatabaseAsync();
        await EventStore.CreatedAsync(database, Plan);
        await ProjectAsync(database);
        await using var slow = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand(
            "INSERT INTO eventstore.care_plan_event (aggregate_id, version, event_type, data) VALUES ($1, 1, 'CarePlanCreated', $2::jsonb)", slow))
        {
            insert.Parameters.AddWithValue(OtherPlan);
            insert.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Text, EventStore.Created(Guid.NewGuid()));
            await insert.ExecuteNonQueryAsync();
        }

        await EventStore.AddedAsync(database, Plan, 2, Visit);
        await ProjectAsync(database);
        await transaction.CommitAsync();
        await ProjectAsync(database);

        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT count(*) FROM matrix.care_plan"));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM matrix.appointment"));
    }

    [Theory]
    [InlineData("TherapistSangASong", "{}", "UNKNOWN_EVENT_TYPE")]
    [InlineData("AppointmentAdded", """{"appointment_id": "b0000000-0000-4000-8000-000000000001"}""", "INVALID_DATA")]
    [InlineData("AppointmentAdded", """{"appointment_id": "x", "scheduled_time": "2024-03-04T17:30:00-08:00", "duration_minutes": 45}""", "INVALID_DATA")]
    [InlineData("AppointmentAdded", """{"appointment_id": "b0000000-0000-4000-8000-000000000001", "scheduled_time": "2024-03-04T17:30:00", "duration_minutes": 45}""", "INVALID_DATA")]
    [InlineData("AppointmentAdded", """{"appointment_id": "b0000000-0000-4000-8000-000000000001", "scheduled_time": "2024-03-04T17:30:00Z", "duration_minutes": -1}""", "INVALID_DATA")]
    [InlineData("AppointmentAdded", """{"appointment_id": "b0000000-0000-4000-8000-000000000001", "scheduled_time": "9999-12-31T23:59:59Z", "duration_minutes": 40000}""", "INVALID_DATA")]
    [InlineData("AppointmentCancelled", """{"appointment_id": "b0000000-0000-4000-8000-00000000000f"}""", "INVALID_DATA")]
    [InlineData("ClinicChanged", """{"clinic_id": null}""", "INVALID_DATA")]
    [InlineData("ClinicChanged", "[1]", "INVALID_DATA")]
    [InlineData("ClinicChanged", "null", "INVALID_DATA")]
    [InlineData("CarePlanCreated", """{"care_plan_id": "b0000000-0000-4000-8000-000000000001", "patient_id": "b0000000-0000-4000-8000-000000000001"}""", "INVALID_DATA")]
    public async Task A_bad_event_stops_its_own_care_plan_and_no_other(string eventType, string data, string kind)
    {
        await using var database = await server.CreateDatabaseAsync();
        await EventStore.CreatedAsync(database, Plan);
        await EventStore.WriteAsync(database, Plan, 2, eventType, data);
        await EventStore.CreatedAsync(database, OtherPlan);
        await EventStore.AddedAsync(database, OtherPlan, 2, Guid.NewGuid());

        var result = await ProjectAsync(database);

        Assert.Equal(1, result.Stopped);
        Assert.Equal([Plan, 2, kind], Assert.Single(await StoppedAsync(database)));
        Assert.Equal(
            [[Plan, 1], [OtherPlan, 2]],
            await database.RowsAsync("SELECT aggregate_id, version FROM matrix.care_plan ORDER BY aggregate_id"));
    }

    [Fact]
    public async Task A_stopped_care_plan_goes_on_once_its_event_is_mended()
    {
        await using var database = await server.CreateDatabaseAsync();
        await EventStore.CreatedAsync(database, Plan);
        await EventStore.WriteAsync(database, Plan, 2, "AppointmentAdded", "{}");
        await EventStore.HeldAsync(database, Plan, 3, Visit);
        await ProjectAsync(database);
        await database.ExecuteAsync("ALTER TABLE eventstore.care_plan_event DISABLE TRIGGER care_plan_event_is_append_only");
        await database.ExecuteAsync("DELETE FROM eventstore.care_plan_event WHERE version = 2");
        await EventStore.AddedAsync(database, Plan, 2, Visit);

        await new CarePlanProjector(database.DataSource).RetryStoppedAsync(CancellationToken.None);

        Assert.Empty(await StoppedAsync(database));
        Assert.Equal(3, await database.ScalarAsync<int>("SELECT version FROM matrix.care_plan"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_care_plans_that_claim_one_appointment_the_first_keeps_it(bool rebuild)
    {
        await using var database = await server.CreateDatabaseAsync();
        await EventStore.CreatedAsync(database, OtherPlan);
        await EventStore.AddedAsync(database, OtherPlan, 2, Visit);
        await ProjectAsync(database);
        await EventStore.CreatedAsync(database, Plan);
        await EventStore.WriteAsync(database, Plan, 2, "ClinicChanged", """{"clinic_id": "WA-002"}""");
        await EventStore.AddedAsync(database, Plan, 3, Visit);

        var projector = new CarePlanProjector(database.DataSource);
        _ = rebuild ? await projector.RebuildAsync(CancellationToken.None) : await projector.CatchUpAsync(CancellationToken.None);

        Assert.Equal([Plan, 3, "CONFLICT"], Assert.Single(await StoppedAsync(database)));
        Assert.Equal(
            [[Plan, 2, 0L], [OtherPlan, 2, 1L]],
            await database.RowsAsync(
                """
                SELECT plan.aggregate_id, plan.version, count(visit.id)
                FROM matrix.care_plan AS plan
                LEFT JOIN matrix.appointment AS visit ON visit.care_plan_id = plan.id
                GROUP BY plan.aggregate_id, plan.version
                ORDER BY plan.aggregate_id
                """));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Of_two_care_plans_with_one_id_the_first_keeps_it(int firstVersion)
    {
        await using var database = await server.CreateDatabaseAsync();
        var id = Guid.NewGuid();
        await EventStore.CreatedAsync(database, OtherPlan, firstVersion, id);
        await EventStore.CreatedAsync(database, Plan, firstVersion, id);

        await ProjectAsync(database);

        Assert.Equal([Plan, firstVersion, "CONFLICT"], Assert.Single(await StoppedAsync(database)));
        Assert.Equal(OtherPlan, await database.ScalarAsync<Guid>("SELECT aggregate_id FROM matrix.care_plan"));
    }

    [Fact]
    public async Task A_therapist_and_a_clinic_that_come_later_are_linked()
    {
        await using var database = await server.CreateDatabaseAsync();
        await EventStore.CreatedAsync(database, Plan);
        await EventStore.AddedAsync(database, Plan, 2, Visit);
        await ProjectAsync(database);
        Assert.Equal([null, null], Assert.Single(await database.RowsAsync("SELECT therapist_id, destination_id FROM matrix.appointment")));
        await database.ExecuteAsync("INSERT INTO matrix.therapist VALUES ($1, '1234567893', 'Ann', 'Lee', 'T1')", Plan);
        await database.ExecuteAsync("INSERT INTO matrix.destination VALUES ($1, 'CA-001', 'Oakland', 'CA', 'West')", Visit);

        await ProjectAsync(database);

        Assert.Equal([Plan, Visit], Assert.Single(await database.RowsAsync("SELECT therapist_id, destination_id FROM matrix.appointment")));
    }

    [Fact]
    public async Task A_rebuild_takes_away_what_no_event_tells_and_restores_what_is_missing()
    {
        await using var database = await server.CreateDatabaseAsync();
        await EventStore.CreatedAsync(database, Plan);
        await EventStore.AddedAsync(database, Plan, 2, Visit);
        await ProjectAsync(database);
        const string Rows = "SELECT plan::text, visit::text FROM matrix.care_plan AS plan JOIN matrix.appointment AS visit ON visit.care_plan_id = plan.id";
        var before = await database.RowsAsync(Rows);
        await database.ExecuteAsync("UPDATE matrix.care_plan SET affected_body_part = 'neck'; DELETE FROM matrix.appointment");
        await database.ExecuteAsync(
            "INSERT INTO matrix.care_plan (id, aggregate_id, patient_id, status, version) VALUES ($1, $1, $1, 'active', 1)", Guid.NewGuid());

        await new CarePlanProjector(database.DataSource).RebuildAsync(CancellationToken.None);

        Assert.Equal(before, await database.RowsAsync(Rows));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM matrix.care_plan"));
    }

    [Fact]
    public async Task Two_nodes_project_while_others_write_and_nothing_is_lost_or_doubled()
    {
        await using var database = await server.CreateDatabaseAsync();
        await ProjectAsync(database);
        var plans = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid()).ToList();
        using var written = new CancellationTokenSource();
        var nodes = Enumerable.Range(0, 2).Select(_ => ProjectUntilAsync(database, written.Token)).ToList();

        await Task.WhenAll(plans.Chunk(10).Select(async part =>
        {
            foreach (var plan in part)
            {
                await EventStore.CreatedAsync(database, plan);
                for (var version = 2; version <= 6; version++)
                {
                    await EventStore.AddedAsync(database, plan, version, Guid.NewGuid());
                }
            }
        }));
        await written.CancelAsync();
        var results = await Task.WhenAll(nodes);
        var rest = await ProjectAsync(database);

        Assert.Equal(240, results.Sum(r => r.Events) + rest.Events);
        Assert.Empty(await StoppedAsync(database));
        Assert.Equal(
            [[40L, 240L, 200L]],
            await database.RowsAsync("SELECT count(*), sum(version), (SELECT count(*) FROM matrix.appointment) FROM matrix.care_plan"));
    }

    [Fact]
    public async Task The_event_store_refuses_to_change_or_forget_an_event()
    {
        await using var database = await server.CreateDatabaseAsync();
        await EventStore.CreatedAsync(database, Plan);

        var change = await Assert.ThrowsAsync<PostgresException>(
            () => database.ExecuteAsync("UPDATE eventstore.care_plan_event SET version = 7"));
        var delete = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync("DELETE FROM eventstore.care_plan_event"));

        Assert.Equal(PostgresErrorCodes.ObjectNotInPrerequisiteState, change.SqlState);
        Assert.Equal(PostgresErrorCodes.ObjectNotInPrerequisiteState, delete.SqlState);
    }

    private static Task<ProjectionResult> ProjectAsync(TestDatabase database) =>
        new CarePlanProjector(database.DataSource).CatchUpAsync(CancellationToken.None);

    private static async Task<ProjectionResult> ProjectUntilAsync(TestDatabase database, CancellationToken written)
    {
        var projector = new CarePlanProjector(database.DataSource);
        var events = 0L;
        while (!written.IsCancellationRequested)
        {
            events += (await projector.CatchUpAsync(CancellationToken.None)).Events;
        }

        return ProjectionResult.Nothing with { Events = events };
    }

    private static Task<List<object?[]>> StoppedAsync(TestDatabase database) =>
        database.RowsAsync("SELECT aggregate_id, version, kind FROM matrix.projection_failure ORDER BY aggregate_id");
}
