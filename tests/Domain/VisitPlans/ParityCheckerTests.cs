using HealthGraph.Domain.CarePlans.Projection;
using HealthGraph.Domain.Seeding;
using HealthGraph.Domain.VisitPlans.Parity;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Domain.Tests.VisitPlans;

public sealed class ParityCheckerTests(PostgresServer server)
{
    [Fact]
    public async Task Seeded_visit_plans_flatten_alike_from_a_replay_and_from_the_read_model()
    {
        await using var database = await SeededAsync();

        var report = await CheckAsync(database);

        Assert.Equal(await database.ScalarAsync<long>("SELECT count(*) FROM marketplace.visit_plan"), report.Compared);
        Assert.Equal(0, report.Different);
    }

    [Theory]
    [InlineData("UPDATE matrix.care_plan SET surgery_date = '1999-01-01'", "SurgeryDate")]
    [InlineData("UPDATE matrix.appointment SET time_end = time_end + interval '1 microsecond'", "AppointmentEnd")]
    [InlineData("UPDATE matrix.appointment SET therapist_id = NULL", "TherapistId")]
    [InlineData("UPDATE matrix.appointment SET time_start = '1999-01-01' WHERE status = 'completed'", "VisitsRemaining")]
    public async Task A_read_model_that_went_astray_is_found_with_its_columns(string damage, string column)
    {
        await using var database = await SeededAsync();
        await database.ExecuteAsync(damage);

        var report = await CheckAsync(database);

        Assert.True(report.Different > 0);
        Assert.Contains(report.Differences, difference => difference.Columns.Contains(column));
    }

    [Fact]
    public async Task What_is_not_projected_yet_differs_until_it_is()
    {
        await using var database = await SeededAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO eventstore.care_plan_event (aggregate_id, version, event_type, data)
            SELECT held.aggregate_id, held.version + 1, 'AppointmentCancelled', jsonb_build_object('appointment_id', plan.appointment_id)
            FROM matrix.care_plan AS held
            JOIN marketplace.visit_plan AS plan ON plan.care_plan_aggregate_id = held.aggregate_id
            ORDER BY plan.id
            LIMIT 1
            """);
        Assert.True((await CheckAsync(database)).Different > 0);

        await new CarePlanProjector(database.DataSource).CatchUpAsync(CancellationToken.None);

        Assert.Equal(0, (await CheckAsync(database)).Different);
    }

    private async Task<TestDatabase> SeededAsync()
    {
        var database = await server.CreateDatabaseAsync();
        await new Seeder(database.DataSource).SeedAsync(
            new SeedOptions { Patients = 200, Seed = 5 }, progress: null, CancellationToken.None);
        return database;
    }

    private static Task<ParityReport> CheckAsync(TestDatabase database) =>
        new ParityChecker(database.DataSource).CheckAsync(progress: null, CancellationToken.None);
}
