using HealthGraph.Domain.CarePlans.Projection;
using HealthGraph.Domain.Errors;
using HealthGraph.Domain.Seeding;
using HealthGraph.Fhir;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Domain.Tests.Seeding;

public sealed class SeederTests(PostgresServer server)
{
    private static readonly string[] Tables =
    [
        "marketplace.patient", "marketplace.visit_plan", "marketplace.visit_plan_entry", "eventstore.care_plan_event",
        "matrix.care_plan", "matrix.appointment", "matrix.therapist", "matrix.destination",
    ];

    [Fact]
    public async Task The_same_patients_and_seed_give_the_same_rows_everywhere()
    {
        await using var one = await SeededAsync(300, seed: 7);
        await using var two = await SeededAsync(300, seed: 7);
        await using var other = await SeededAsync(300, seed: 8);

        Assert.Equal(await ContentAsync(one), await ContentAsync(two));
        Assert.All((await ContentAsync(one)).Zip(await ContentAsync(other)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public async Task Replaying_the_seeded_events_gives_the_seeded_read_model()
    {
        await using var database = await SeededAsync(300, seed: 3);
        var projector = new CarePlanProjector(database.DataSource);
        var before = await ContentAsync(database);

        Assert.Equal(ProjectionResult.Nothing, await projector.CatchUpAsync(CancellationToken.None));
        await database.ExecuteAsync("DELETE FROM matrix.care_plan");
        var rebuilt = await projector.RebuildAsync(CancellationToken.None);

        Assert.Equal(0, rebuilt.Stopped);
        Assert.Equal(before, await ContentAsync(database));
    }

    [Fact]
    public async Task An_event_that_is_written_after_the_seed_is_projected()
    {
        await using var database = await SeededAsync(20, seed: 3);
        await database.ExecuteAsync(
            """
            INSERT INTO eventstore.care_plan_event (aggregate_id, version, event_type, data)
            SELECT aggregate_id, version + 1, 'ClinicChanged', '{"clinic_id": "CA-001"}'
            FROM matrix.care_plan
            ORDER BY id
            LIMIT 1
            """);

        var result = await new CarePlanProjector(database.DataSource).CatchUpAsync(CancellationToken.None);

        Assert.Equal(1, result.Events);
    }

    [Fact]
    public async Task Sample_data_has_the_shapes_that_queries_and_exports_must_bear()
    {
        await using var database = await SeededAsync(1_000, seed: 1);

        var row = Assert.Single(await database.RowsAsync(
            """
            SELECT
                count(*) FILTER (WHERE published_at IS NULL) > 0,
                count(*) FILTER (WHERE appointment_date < '2022-01-01') > 0,
                count(*) FILTER (WHERE continuation) > 0,
                count(*) FILTER (WHERE total_expected_visits IS NULL) > 0,
                count(*) FILTER (WHERE visits_remaining = 0) > 0,
                count(*) FILTER (WHERE visits_remaining > 0) > 0,
                count(*) FILTER (WHERE anticipated_discharge_date IS NULL) > 0,
                count(*) FILTER (WHERE plan_text LIKE E'%\n%') > 0,
                count(*) FILTER (WHERE plan_text LIKE '%"%') > 0,
                count(*) FILTER (WHERE plan_text ~ '[^\x01-\x7F]') > 0,
                count(*) FILTER (WHERE appointment_status = 'cancelled') > 0,
                count(*) FILTER (WHERE care_plan_id IS NULL OR appointment_start IS NULL OR therapist_npi IS NULL OR destination_id IS NULL) = 0,
                count(DISTINCT destination_state) > 5,
                count(DISTINCT affected_body_part) = 12
            FROM api.visit_plan
            """));
        Assert.All(row, value => Assert.Equal(true, value));
        Assert.True(await database.ScalarAsync<bool>(
            "SELECT count(*) > 0 FROM eventstore.care_plan_event WHERE event_type = 'AppointmentRescheduled'"));
        Assert.True(await database.ScalarAsync<bool>(
            "SELECT count(*) FILTER (WHERE external_id IS NULL) BETWEEN 1 AND 300 AND count(DISTINCT state) > 5 FROM marketplace.patient"));
        var externalIds = await database.RowsAsync("SELECT external_id FROM marketplace.patient WHERE external_id IS NOT NULL");
        Assert.All(externalIds, id => Assert.True(FhirId.TryParse((string?)id[0], out _)));
    }

    [Fact]
    public async Task A_database_that_holds_data_is_refused_unless_it_may_be_replaced()
    {
        await using var database = await SeededAsync(10, seed: 1);
        var seeder = new Seeder(database.DataSource);
        var before = await ContentAsync(database);

        var refusal = await Assert.ThrowsAsync<HealthGraphException>(
            () => seeder.SeedAsync(new SeedOptions { Patients = 10, Seed = 2 }, progress: null, CancellationToken.None));
        Assert.Equal("SEED_NOT_EMPTY", refusal.Code);
        Assert.Equal(before, await ContentAsync(database));

        await seeder.SeedAsync(new SeedOptions { Patients = 20, Seed = 2, Replace = true }, progress: null, CancellationToken.None);
        Assert.Equal(20L, await database.ScalarAsync<long>("SELECT count(*) FROM marketplace.patient"));
    }

    [Fact]
    public async Task Indexes_and_keys_are_the_same_after_a_seed()
    {
        const string Schema = """
            SELECT indexdef AS definition FROM pg_indexes WHERE schemaname IN ('marketplace', 'matrix', 'eventstore')
            UNION ALL
            SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated FROM pg_constraint
            ORDER BY definition
            """;
        await using var database = await server.CreateDatabaseAsync();
        var before = await database.RowsAsync(Schema);

        await new Seeder(database.DataSource).SeedAsync(new SeedOptions { Patients = 5 }, progress: null, CancellationToken.None);

        Assert.Equal(before, await database.RowsAsync(Schema));
    }

    [Fact]
    public async Task A_seed_that_is_cancelled_leaves_nothing_behind()
    {
        await using var database = await server.CreateDatabaseAsync();
        using var cancel = new CancellationTokenSource();
        var seeder = new Seeder(database.DataSource);
        var progress = new Reaction(p =>
        {
            if (p.Step == "matrix.appointment")
            {
                cancel.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => seeder.SeedAsync(new SeedOptions { Patients = 2_000 }, progress, cancel.Token));

        Assert.True(await seeder.IsEmptyAsync(CancellationToken.None));
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regclass('marketplace.visit_plan_published_idx') IS NOT NULL"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task A_number_of_patients_out_of_range_is_refused(int patients)
    {
        await using var database = await server.CreateDatabaseAsync();

        var refusal = await Assert.ThrowsAsync<HealthGraphException>(() => new Seeder(database.DataSource).SeedAsync(
            new SeedOptions { Patients = patients }, progress: null, CancellationToken.None));

        Assert.Contains("patients", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<TestDatabase> SeededAsync(int patients, long seed)
    {
        var database = await server.CreateDatabaseAsync();
        await new Seeder(database.DataSource).SeedAsync(
            new SeedOptions { Patients = patients, Seed = seed }, progress: null, CancellationToken.None);
        return database;
    }

    private static async Task<List<string>> ContentAsync(TestDatabase database)
    {
        var content = new List<string>();
        foreach (var table in Tables)
        {
            content.Add(await database.ScalarAsync<string>(
                $"SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} AS t"));
        }

        return content;
    }

    private sealed class Reaction(Action<SeedProgress> react) : IProgress<SeedProgress>
    {
        public void Report(SeedProgress value) => react(value);
    }
}
