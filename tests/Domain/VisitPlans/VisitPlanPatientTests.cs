using HealthGraph.Domain.CarePlans.Projection;
using HealthGraph.Testing.Postgres;
using Npgsql;

namespace HealthGraph.Domain.Tests.VisitPlans;

/// <summary>A visit plan's patient is the care plan's, whatever comes first and whatever changes: row rules go by it.</summary>
public sealed class VisitPlanPatientTests(PostgresServer server)
{
    private const string First = "a0000000-0000-4000-8000-000000000001";
    private const string Second = "a0000000-0000-4000-8000-000000000002";

    [Fact]
    public async Task It_is_found_when_the_plan_is_written()
    {
        await using var database = await DatabaseAsync();

        await database.ExecuteAsync(VisitPlan(First));

        Assert.Equal("patient1", await PatientAsync(database));
    }

    [Fact]
    public async Task It_is_found_when_the_care_plan_is_known_later()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(VisitPlan(First));
        Assert.Null(await PatientAsync(database));

        await database.ExecuteAsync(CarePlan(First, "patient1"));

        Assert.Equal("patient1", await PatientAsync(database));
    }

    [Theory]
    [InlineData($"UPDATE matrix.care_plan SET patient_id = md5('patient3')::uuid WHERE aggregate_id = '{First}'", "patient3")]
    [InlineData($"UPDATE marketplace.visit_plan SET care_plan_aggregate_id = '{Second}'", "patient2")]
    [InlineData("UPDATE marketplace.visit_plan SET care_plan_aggregate_id = gen_random_uuid()", null)]
    [InlineData($"DELETE FROM matrix.care_plan WHERE aggregate_id = '{First}'", null)]
    public async Task It_follows_what_changes(string change, string? patient)
    {
        await using var database = await DatabaseAsync();
        await database.ExecuteAsync(VisitPlan(First));

        await database.ExecuteAsync(change);

        Assert.Equal(patient, await PatientAsync(database));
    }

    [Fact]
    public async Task Another_than_the_care_plans_is_refused()
    {
        await using var database = await DatabaseAsync();
        await database.ExecuteAsync(VisitPlan(First));

        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => database.ExecuteAsync("UPDATE marketplace.visit_plan SET patient_id = md5('patient2')::uuid"));

        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, refused.SqlState);
    }

    [Fact]
    public async Task A_plan_that_is_written_while_the_patient_changes_gets_the_new_one()
    {
        await using var database = await DatabaseAsync();
        await using var changer = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var change = await changer.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(changer, $"UPDATE matrix.care_plan SET patient_id = md5('patient3')::uuid WHERE aggregate_id = '{First}'");

        var writing = database.ExecuteAsync(VisitPlan(First));
        await WaitingAsync(database);
        await change.CommitAsync(TestContext.Current.CancellationToken);
        await writing;

        Assert.Equal("patient3", await PatientAsync(database));
    }

    [Fact]
    public async Task A_patient_who_changes_while_a_plan_is_written_is_its_patient()
    {
        await using var database = await DatabaseAsync();
        await using var writer = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var write = await writer.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(writer, VisitPlan(First));

        var changing = database.ExecuteAsync($"UPDATE matrix.care_plan SET patient_id = md5('patient3')::uuid WHERE aggregate_id = '{First}'");
        await WaitingAsync(database);
        await write.CommitAsync(TestContext.Current.CancellationToken);
        await changing;

        Assert.Equal("patient3", await PatientAsync(database));
    }

    [Fact]
    public async Task Plans_that_are_written_at_the_same_time_find_each_other_with_the_next_pass_of_the_projector()
    {
        await using var database = await server.CreateDatabaseAsync();
        var projector = new CarePlanProjector(database.DataSource);
        await projector.CatchUpAsync(TestContext.Current.CancellationToken);
        await using var writer = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var write = await writer.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(writer, VisitPlan(First));
        await database.ExecuteAsync(CarePlan(First, "patient1"));
        await write.CommitAsync(TestContext.Current.CancellationToken);
        Assert.Null(await PatientAsync(database));

        await projector.CatchUpAsync(TestContext.Current.CancellationToken);

        Assert.Equal("patient1", await PatientAsync(database));
    }

    private async Task<TestDatabase> DatabaseAsync()
    {
        var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(CarePlan(First, "patient1") + CarePlan(Second, "patient2"));
        return database;
    }

    private static string CarePlan(string aggregateId, string patient) => $"""
        INSERT INTO matrix.care_plan (id, aggregate_id, patient_id, status, version)
        VALUES (gen_random_uuid(), '{aggregateId}', md5('{patient}')::uuid, 'active', 1);
        """;

    private static string VisitPlan(string aggregateId) => $"""
        INSERT INTO marketplace.visit_plan (id, care_plan_aggregate_id, plan_text, prescribed_by_id, appointment_id, appointment_date)
        VALUES (gen_random_uuid(), '{aggregateId}', 'walk', gen_random_uuid(), gen_random_uuid(), now());
        """;

    private static async Task<string?> PatientAsync(TestDatabase database) => (string?)Assert.Single(await database.RowsAsync("""
        SELECT coalesce(
            (SELECT name FROM unnest(ARRAY['patient1', 'patient2', 'patient3']) AS name WHERE md5(name)::uuid = plan.patient_id),
            plan.patient_id::text)
        FROM marketplace.visit_plan AS plan
        """))[0];

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // This test's own.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task WaitingAsync(TestDatabase database)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await database.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"))
        {
            await Task.Delay(10, deadline.Token);
        }
    }
}
