using HealthGraph.Testing.Postgres;

namespace HealthGraph.Domain.Tests.VisitPlans;

public sealed class VisitPlanViewTests(PostgresServer server)
{
    private const string Setup = """
        INSERT INTO matrix.care_plan (id, aggregate_id, patient_id, status, version)
        VALUES ('c0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', gen_random_uuid(), 'active', 1);

        INSERT INTO matrix.appointment (id, appointment_id, care_plan_id, time_start, time_end, status)
        SELECT gen_random_uuid(), gen_random_uuid(), 'c0000000-0000-4000-8000-000000000001', day, day + interval '45 minutes', status
        FROM (VALUES
            ('2024-03-04T09:00Z'::timestamptz, 'completed'),
            ('2024-03-05T09:00Z', 'completed'),
            ('2024-03-12T09:00Z', 'completed'),
            ('2024-03-19T09:00Z', 'cancelled'),
            ('2024-03-26T09:00Z', 'scheduled')
        ) AS appointment (day, status);

        INSERT INTO marketplace.visit_plan (
            id, created_at, published_at, care_plan_aggregate_id, plan_text, prescribed_by_id, appointment_id, appointment_date
        )
        VALUES (
            'd0000000-0000-4000-8000-000000000001', '2024-03-05', '2024-03-06', 'a0000000-0000-4000-8000-000000000001', 'walk',
            gen_random_uuid(), gen_random_uuid(), '2024-03-05T09:00Z'
        );
        """;

    [Theory]
    [InlineData("(2, 3), (1, 2)", 8L, 6L)]
    [InlineData("(1, 1)", 1L, 0L)]
    [InlineData("(0, 4)", 0L, 0L)]
    [InlineData("", null, null)]
    public async Task Expected_visits_are_summed_and_what_was_held_since_the_plan_is_taken_off(string entries, long? expected, long? remaining)
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(Setup);
        if (entries.Length > 0)
        {
            await database.ExecuteAsync(
                $"""
                INSERT INTO marketplace.visit_plan_entry (id, visit_plan_id, position, visits_per_week, weeks)
                SELECT gen_random_uuid(), 'd0000000-0000-4000-8000-000000000001', row_number() OVER (), per_week, weeks
                FROM (VALUES {entries}) AS entry (per_week, weeks)
                """);
        }

        var row = Assert.Single(await database.RowsAsync("SELECT total_expected_visits, visits_remaining FROM api.visit_plan"));

        Assert.Equal([expected, remaining], row);
    }

    [Fact]
    public async Task A_plan_whose_care_plan_is_not_projected_yet_is_there_with_what_is_known()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(Setup);
        await database.ExecuteAsync("DELETE FROM matrix.care_plan");

        var row = Assert.Single(await database.RowsAsync("SELECT plan_text, is_published, patient_id, therapist_npi FROM api.visit_plan"));

        Assert.Equal(["walk", true, null, null], row);
    }

    [Theory]
    [InlineData("visit_plan_id, plan_text, is_published", "")]
    [InlineData("visit_plan_id, patient_id", "care_plan")]
    [InlineData("visit_plan_id, appointment_status", "appointment")]
    [InlineData("visit_plan_id, destination_state", "appointment destination")]
    [InlineData("visit_plan_id, therapist_npi", "appointment therapist")]
    [InlineData("visit_plan_id, total_expected_visits", "visit_plan_entry")]
    public async Task Only_what_is_selected_is_joined(string columns, string tables)
    {
        await using var database = await server.CreateDatabaseAsync();

        var plan = string.Join('\n', (await database.RowsAsync($"EXPLAIN SELECT {columns} FROM api.visit_plan")).Select(line => line[0]));

        foreach (var table in (string[])["care_plan", "appointment", "therapist", "destination", "visit_plan_entry"])
        {
            var joined = plan.Contains($" on {table} ", StringComparison.Ordinal) || plan.Contains($" on {table}\n", StringComparison.Ordinal);
            Assert.Equal(tables.Split(' ').Contains(table), joined);
        }
    }
}
