using HealthGraph.Testing.Postgres;

namespace HealthGraph.Domain.Tests.PatientTeams;

public sealed class RemovalTests(PostgresServer server)
{
    private const string TwoPatientsInTwoTeams =
        """
        INSERT INTO marketplace.patient (id, first_name, last_name)
        VALUES ('00000000-0000-0000-0000-000000000001', 'Ada', 'Invented'), ('00000000-0000-0000-0000-000000000002', 'Ben', 'Invented');
        INSERT INTO immunisation.team (id, name) VALUES (1, 'North'), (2, 'South');
        INSERT INTO immunisation.location (id, name, kind) VALUES (1, 'Hill School', 'school');
        INSERT INTO immunisation.team_location (id, team_id, location_id, academic_year) VALUES (1, 1, 1, 2026), (2, 2, 1, 2026);
        INSERT INTO immunisation.patient_location SELECT id, 1, 2026 FROM marketplace.patient;
        INSERT INTO immunisation.archive_reason SELECT id, 2, 'moved_out_of_area' FROM marketplace.patient;
        INSERT INTO immunisation.session (id, team_location_id) VALUES (1, 1);
        INSERT INTO immunisation.vaccination_record (patient_id, session_id) SELECT id, 1 FROM marketplace.patient;
        INSERT INTO immunisation.patient_team SELECT patient.id, team.id, '{0}' FROM marketplace.patient, immunisation.team;
        """;

    [Fact]
    public async Task A_patient_who_is_removed_takes_their_memberships_along()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(TwoPatientsInTwoTeams);

        await database.ExecuteAsync("DELETE FROM marketplace.patient WHERE first_name = 'Ada'");

        Assert.Equal(
            [["00000000-0000-0000-0000-000000000002", 1L], ["00000000-0000-0000-0000-000000000002", 2L]],
            await MembershipsAsync(database));
    }

    [Fact]
    public async Task A_team_that_is_removed_takes_its_memberships_along_and_leaves_the_records()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(TwoPatientsInTwoTeams);

        await database.ExecuteAsync("DELETE FROM immunisation.team WHERE name = 'North'");

        Assert.Equal(
            [["00000000-0000-0000-0000-000000000001", 2L], ["00000000-0000-0000-0000-000000000002", 2L]],
            await MembershipsAsync(database));
        Assert.Equal(2, await database.ScalarAsync<long>("SELECT count(*) FROM immunisation.vaccination_record WHERE session_id IS NULL"));
    }

    [Theory]
    [InlineData("marketplace.patient")]
    [InlineData("immunisation.team")]
    public async Task Emptying_a_table_leaves_no_membership(string table)
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(TwoPatientsInTwoTeams);

        await database.ExecuteAsync($"TRUNCATE {table} CASCADE");

        Assert.Empty(await MembershipsAsync(database));
    }

    private static Task<List<object?[]>> MembershipsAsync(TestDatabase database) =>
        database.RowsAsync("SELECT patient_id::text, team_id FROM immunisation.patient_team ORDER BY patient_id, team_id");
}
