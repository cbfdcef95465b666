using HealthGraph.Domain.PatientTeams;
using HealthGraph.Domain.Seeding;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HealthGraph.Domain.Tests.PatientTeams;

public sealed class PatientTeamUpdaterTests(PostgresServer server)
{
    // North serves Hill School in both years, South only in 2026; Ada is at Hill School in 2026 and has everything else with North.
    private const string Reasons =
        """
        INSERT INTO marketplace.patient (id, first_name, last_name)
        VALUES
            ('00000000-0000-0000-0000-000000000001', 'Ada', 'Invented'),
            ('00000000-0000-0000-0000-000000000002', 'Ben', 'Invented'),
            ('00000000-0000-0000-0000-000000000003', 'Cyd', 'Invented');
        INSERT INTO immunisation.team (id, name) VALUES (1, 'North'), (2, 'South'), (3, 'West');
        INSERT INTO immunisation.location (id, name, kind) VALUES (1, 'Hill School', 'school'), (2, 'Lake School', 'school');
        INSERT INTO immunisation.team_location (id, team_id, location_id, academic_year)
        VALUES (1, 1, 1, 2025), (2, 1, 1, 2026), (3, 2, 1, 2026), (4, 3, 2, 2026);
        INSERT INTO immunisation.patient_location
        VALUES
            ('00000000-0000-0000-0000-000000000001', 1, 2026),
            ('00000000-0000-0000-0000-000000000002', 1, 2025),
            ('00000000-0000-0000-0000-000000000002', 2, 2025);
        INSERT INTO immunisation.archive_reason VALUES ('00000000-0000-0000-0000-000000000001', 1, 'deceased');
        INSERT INTO immunisation.session (id, team_location_id) VALUES (1, 2), (2, 2);
        INSERT INTO immunisation.vaccination_record (id, patient_id, session_id)
        VALUES
            (1, '00000000-0000-0000-0000-000000000001', 1),
            (2, '00000000-0000-0000-0000-000000000001', 2),
            (3, '00000000-0000-0000-0000-000000000003', NULL);
        INSERT INTO immunisation.school_move
        VALUES
            ('00000000-0000-0000-0000-000000000001', 1, 2026, NULL),
            ('00000000-0000-0000-0000-000000000001', 1, 2026, NULL),
            ('00000000-0000-0000-0000-000000000002', NULL, 2026, 3),
            ('00000000-0000-0000-0000-000000000003', NULL, 2026, NULL);
        INSERT INTO immunisation.immunisation_import (id, team_id) VALUES (1, 1), (2, 1);
        INSERT INTO immunisation.immunisation_import_vaccination_record VALUES (1, 1), (2, 1);
        """;

    private static readonly Guid Ada = RandomWriter.PatientId(1);
    private static readonly Guid Ben = RandomWriter.PatientId(2);

    [Fact]
    public async Task Each_source_counts_once_and_in_order()
    {
        await using var database = await ReasonsAsync();

        var counts = await Updater(database).UpdateAsync(MembershipScope.Everything, Token);

        Assert.Equal([$"{Ada} 1 {{0,1,2,5,6}}", $"{Ada} 2 {{0,5}}", $"{Ben} 1 {{0}}"], await MembershipsAsync(database));
        Assert.Equal(new MembershipCounts(3, 0, 0, 0), counts);
    }

    [Fact]
    public async Task A_move_to_a_team_counts_only_when_it_is_switched_on()
    {
        await using var database = await ReasonsAsync();

        await Updater(database, schoolMoveTeam: true).UpdateAsync(MembershipScope.Everything, Token);
        var on = await MembershipsAsync(database);
        await Updater(database).UpdateAsync(MembershipScope.Everything, Token);

        Assert.Contains($"{Ben} 3 {{4}}", on);
        Assert.DoesNotContain($"{Ben} 3 {{4}}", await MembershipsAsync(database));
    }

    [Fact]
    public async Task A_node_that_is_set_otherwise_than_the_last_full_update_has_everybody_computed_anew()
    {
        await using var database = await ReasonsAsync();
        await CatchUpAsync(Updater(database));
        var other = Updater(database, schoolMoveTeam: true);

        await other.MarkIfRulesDifferAsync(Token);
        await CatchUpAsync(other);
        await other.MarkIfRulesDifferAsync(Token);

        Assert.Contains($"{Ben} 3 {{4}}", await MembershipsAsync(database));
        Assert.Equal(CatchUpResult.Nothing, await other.CatchUpAsync(Token));
    }

    [Theory]
    [InlineData("{3}")]
    [InlineData("{0,3}")]
    [InlineData("{4}")]
    [InlineData("{0,0}")]
    [InlineData("{}")]
    [InlineData("{NULL}")]
    [InlineData("{7}")]
    [InlineData("{-1,2147483647}")]
    [InlineData("{5,0}")]
    public async Task What_nobody_could_have_written_is_put_right(string sources)
    {
        await using var database = await ReasonsAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO immunisation.patient_team VALUES ($1, 2, $3::int[]), ($2, 2, $3::int[])
            """,
            Ada,
            Ben,
            sources);

        var counts = await Updater(database).UpdateAsync(MembershipScope.Everything, Token);

        Assert.Equal([$"{Ada} 1 {{0,1,2,5,6}}", $"{Ada} 2 {{0,5}}", $"{Ben} 1 {{0}}"], await MembershipsAsync(database));
        Assert.Equal(new MembershipCounts(2, 1, 1, 0), counts);
    }

    [Fact]
    public async Task Outside_the_scope_not_one_row_changes()
    {
        await using var database = await ReasonsAsync();
        // All wrong: without a reason, with a reason too few, and empty.
        await database.ExecuteAsync("INSERT INTO immunisation.patient_team VALUES ($1, 1, '{}'), ($1, 2, '{5}'), ($1, 3, '{}'), ($2, 1, '{}'), ($2, 3, '{1}')", Ada, Ben);
        var updater = Updater(database);

        var both = await updater.UpdateAsync(new MembershipScope([Ada], [2, 3]), Token);
        var afterBoth = await MembershipsAsync(database);
        var patient = await updater.UpdateAsync(new MembershipScope([Ada], null), Token);
        var afterPatient = await MembershipsAsync(database);
        var team = await updater.UpdateAsync(new MembershipScope(null, [3]), Token);

        Assert.Equal(new MembershipCounts(0, 1, 1, 0), both);
        Assert.Equal([$"{Ada} 1 {{}}", $"{Ada} 2 {{0,5}}", $"{Ben} 1 {{}}", $"{Ben} 3 {{1}}"], afterBoth);
        Assert.Equal(new MembershipCounts(0, 1, 0, 1), patient);
        Assert.Equal([$"{Ada} 1 {{0,1,2,5,6}}", $"{Ada} 2 {{0,5}}", $"{Ben} 1 {{}}", $"{Ben} 3 {{1}}"], afterPatient);
        Assert.Equal(new MembershipCounts(0, 0, 1, 0), team);
        Assert.Equal([$"{Ada} 1 {{0,1,2,5,6}}", $"{Ada} 2 {{0,5}}", $"{Ben} 1 {{}}"], await MembershipsAsync(database));
    }

    [Fact]
    public async Task An_empty_list_is_nobody_and_not_everybody()
    {
        await using var database = await ReasonsAsync();
        var updater = Updater(database);

        Assert.Equal(MembershipCounts.None, await updater.UpdateAsync(new MembershipScope([], null), Token));
        Assert.Equal(MembershipCounts.None, await updater.UpdateAsync(new MembershipScope(null, []), Token));
        Assert.Equal(MembershipCounts.None, await updater.UpdateAsync(new MembershipScope([], [1]), Token));
        Assert.Empty(await MembershipsAsync(database));
    }

    [Fact]
    public async Task Nothing_is_written_or_locked_when_nothing_has_changed()
    {
        await using var database = await ReasonsAsync();
        var updater = Updater(database);
        await updater.UpdateAsync(MembershipScope.Everything, Token);
        var before = await VersionsAsync(database);

        // Whoever holds a row would stop an update that locks it.
        await using var other = await database.DataSource.OpenConnectionAsync(Token);
        await using var transaction = await other.BeginTransactionAsync(Token);
        await using var hold = new NpgsqlCommand("SELECT FROM immunisation.patient_team FOR UPDATE", other);
        await hold.ExecuteNonQueryAsync(Token);
        var counts = await updater.UpdateAsync(MembershipScope.Everything, Token);
        await transaction.RollbackAsync(Token);

        Assert.Equal(new MembershipCounts(0, 0, 0, 3), counts);
        Assert.Equal(before.Select(row => row[0]), (await VersionsAsync(database)).Select(row => row[0]));
    }

    [Fact]
    public async Task Only_what_differs_is_rewritten()
    {
        await using var database = await ReasonsAsync();
        var updater = Updater(database);
        await updater.UpdateAsync(MembershipScope.Everything, Token);
        await database.ExecuteAsync("DELETE FROM immunisation.archive_reason");
        var before = await VersionsAsync(database);

        var counts = await updater.UpdateAsync(MembershipScope.Everything, Token);

        var after = await VersionsAsync(database);
        Assert.Equal(new MembershipCounts(0, 1, 0, 2), counts);
        Assert.NotEqual(before[0], after[0]);
        Assert.Equal(before[1..], after[1..]);
    }

    [Fact]
    public async Task A_full_update_tells_what_had_escaped_the_marks_from_what_was_marked()
    {
        await using var database = await ReasonsAsync();
        var updater = Updater(database);
        await CatchUpAsync(updater);
        await database.ExecuteAsync("DELETE FROM immunisation.archive_reason");
        var marked = await updater.UpdateAllAsync(Token);
        await database.ExecuteAsync("DELETE FROM immunisation.patient_team WHERE team_id = 2");

        var escaped = await updater.UpdateAllAsync(Token);

        Assert.Equal(new FullUpdateResult(new MembershipCounts(0, 1, 0, 2), 0), marked);
        Assert.Equal(new FullUpdateResult(new MembershipCounts(1, 0, 0, 2), 1), escaped);
    }

    [Fact]
    public async Task What_fails_half_way_has_taken_no_mark()
    {
        await using var database = await ReasonsAsync();
        var updater = Updater(database);
        await database.ExecuteAsync("ALTER TABLE immunisation.patient_team ADD CONSTRAINT no CHECK (team_id <> 2)");

        await Assert.ThrowsAsync<PostgresException>(() => updater.CatchUpAsync(Token));
        await database.ExecuteAsync("ALTER TABLE immunisation.patient_team DROP CONSTRAINT no");
        await CatchUpAsync(updater);

        Assert.Equal([$"{Ada} 1 {{0,1,2,5,6}}", $"{Ada} 2 {{0,5}}", $"{Ben} 1 {{0}}"], await MembershipsAsync(database));
    }

    [Fact]
    public async Task Sample_data_have_every_source_and_their_memberships_are_right()
    {
        await using var database = await server.CreateDatabaseAsync();
        await new Seeder(database.DataSource).SeedAsync(new SeedOptions { Patients = 1_200, Teams = 6 }, progress: null, Token);

        var seeded = await MembershipsAsync(database);
        var again = await Updater(database).UpdateAllAsync(Token);

        Assert.Equal((await Inputs.ReadAsync(database)).Memberships(schoolMoveTeam: false), seeded);
        Assert.Equal(new FullUpdateResult(new MembershipCounts(0, 0, 0, seeded.Count), 0), again);
        Assert.Equal(CatchUpResult.Nothing, await Updater(database).CatchUpAsync(Token));
        Assert.All(new[] { 0, 1, 2, 5, 6 }, source => Assert.Contains(seeded, line => line.EndsWith($"{{{source}}}", StringComparison.Ordinal)));
        Assert.Contains(seeded, line => line.EndsWith("{0,2}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_table_with_large_inputs_is_filled_and_gets_its_indexes_back()
    {
        await using var database = await ReasonsAsync();
        var indexes = await IndexesAsync(database);
        // Pages that hold no rows any more count like those that do.
        await database.ExecuteAsync("INSERT INTO immunisation.vaccination_record (id, patient_id) SELECT n, $1 FROM generate_series(4, 330000) AS n", Ada);
        await database.ExecuteAsync("DELETE FROM immunisation.vaccination_record WHERE id > 3");

        var filled = await Updater(database).UpdateAllAsync(Token);

        Assert.Equal(new MembershipCounts(3, 0, 0, 0), filled.Counts);
        Assert.Equal([$"{Ada} 1 {{0,1,2,5,6}}", $"{Ada} 2 {{0,5}}", $"{Ben} 1 {{0}}"], await MembershipsAsync(database));
        Assert.Equal(indexes, await IndexesAsync(database));
        Assert.Equal(CatchUpResult.Nothing, await Updater(database).CatchUpAsync(Token));
    }

    [Fact]
    public async Task Whoever_removes_a_patient_waits_for_the_update_and_the_next_update_for_them()
    {
        await using var database = await ReasonsAsync();
        var updater = Updater(database);
        await using var remover = await database.DataSource.OpenConnectionAsync(Token);
        await using var transaction = await remover.BeginTransactionAsync(Token);
        await using var remove = new NpgsqlCommand("DELETE FROM marketplace.patient WHERE first_name = 'Ada'", remover);
        await remove.ExecuteNonQueryAsync(Token);

        var update = updater.UpdateAsync(MembershipScope.Everything, Token);
        await UntilAsync(database, "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))");
        await transaction.CommitAsync(Token);
        await update;

        Assert.Equal([$"{Ben} 1 {{0}}"], await MembershipsAsync(database));
    }

    internal static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static PatientTeamUpdater Updater(TestDatabase database, bool schoolMoveTeam = false) =>
        new(database.DataSource, Options.Create(new PatientTeamOptions { SchoolMoveTeam = schoolMoveTeam }));

    internal static async Task CatchUpAsync(PatientTeamUpdater updater)
    {
        CatchUpResult result;
        do
        {
            result = await updater.CatchUpAsync(Token);
        }
        while (result.Marks > 0 || result.MayBeMore);
    }

    internal static async Task<List<string>> MembershipsAsync(TestDatabase database) =>
        [.. (await database.RowsAsync("SELECT patient_id || ' ' || team_id || ' ' || sources::text FROM immunisation.patient_team ORDER BY patient_id, team_id"))
            .Select(row => (string)row[0]!)];

    private static async Task UntilAsync(TestDatabase database, string condition)
    {
        while (!await database.ScalarAsync<bool>(condition))
        {
            await Task.Yield();
        }
    }

    private static Task<List<object?[]>> IndexesAsync(TestDatabase database) =>
        database.RowsAsync("SELECT indexdef FROM pg_indexes WHERE schemaname = 'immunisation' AND tablename = 'patient_team' ORDER BY indexname");

    private static Task<List<object?[]>> VersionsAsync(TestDatabase database) =>
        database.RowsAsync("SELECT ctid::text || xmin::text, xmax::text FROM immunisation.patient_team ORDER BY patient_id, team_id");

    private async Task<TestDatabase> ReasonsAsync()
    {
        var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(Reasons);
        return database;
    }
}
