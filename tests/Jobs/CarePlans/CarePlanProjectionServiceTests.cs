using HealthGraph.Jobs.CarePlans;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Jobs.Tests.CarePlans;

public sealed class CarePlanProjectionServiceTests(PostgresServer postgres)
{
    [Fact]
    public async Task An_event_that_is_written_while_a_node_runs_comes_to_the_read_model()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync("""
            CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('projected', NEW.aggregate_id::text); RETURN NULL; END $$;
            CREATE TRIGGER tell AFTER INSERT ON matrix.care_plan FOR EACH ROW EXECUTE FUNCTION public.tell()
            """);
        await using var listener = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (var listen = listener.CreateCommand())
        {
            listen.CommandText = "LISTEN projected";
            await listen.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var aggregate = Guid.NewGuid();
        var projected = "";
        listener.Notification += (_, notification) => projected = notification.Payload;
        await using var node = await JobsHost.StartAsync(
            database, configure: services => services.AddHostedService<CarePlanProjectionService>());

        await database.ExecuteAsync(
            """
            INSERT INTO eventstore.care_plan_event (aggregate_id, version, event_type, data)
            VALUES ($1, 1, 'CarePlanCreated', jsonb_build_object(
                'care_plan_id', gen_random_uuid(), 'patient_id', gen_random_uuid(), 'affected_body_part', 'knee',
                'care_plan_number', 1, 'surgery_date', NULL, 'clinic_id', 'C-1'))
            """,
            aggregate);
        await listener.WaitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(aggregate.ToString(), projected);
    }
}
