using HealthGraph.Domain.Runs;
using HealthGraph.Domain.Seeding;
using HealthGraph.Jobs.Mips;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Tests.Athena;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Jobs.Tests.Mips;

/// <summary>
/// Forms from elsewhere than <c>mips.patient_form</c>. Athena's SQL is run by PostgreSQL over a table of the same shape, with the day of a
/// form and the state of its clinic beside it, and what comes of it is quoted as Athena quotes.
/// </summary>
public sealed class MipsFormSourceTests(PostgresServer server)
{
    private static readonly MipsExportArguments Arguments = new() { Year = 2024, States = ["CA"], AsOf = new DateOnly(2025, 1, 2) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a query for the state", false, 1)]
    [InlineData("a query for so and so many care plans", false, 3, "ByCarePlan=true", "CarePlansPerQuery=5")]
    [InlineData("a result without a file", true, 1)]
    [InlineData("a table without states, with days as text", false, 1, "StateColumn=", "DateColumn=day_as_text", "DateColumnIsText=true", "Table=public.patient_forms_mips")]
    public async Task The_same_forms_give_the_same_bytes_from_Athena_as_from_PostgreSQL(string how, bool managed, int queries, params string[] settings)
    {
        using var lake = new TemporaryLake();
        await using var athena = new AthenaDouble { ManagesResults = managed };
        await using var database = await SeededAsync(athena);
        var expected = await ExportAsync(database, lake);
        await database.ExecuteAsync("DELETE FROM mips.patient_form");

        var outputs = await ExportAsync(
            database, lake, [.. athena.Settings, .. settings.Select(setting => setting.Split('=')).Select(pair => ($"Mips:Forms:{pair[0]}", pair[1]))]);

        Assert.Equal(expected.Sha256, outputs.Sha256);
        Assert.True(expected.Counts!.TotalRows > 20, how);
        Assert.InRange(athena.Started.Count, queries, queries == 1 ? 1 : 1000);
        Assert.Equal(managed, athena.Requests.Contains("GetQueryResults"));
    }

    [Fact]
    public async Task The_same_forms_give_the_same_bytes_from_a_folder_and_a_missing_file_is_named()
    {
        using var lake = new TemporaryLake();
        await using var athena = new AthenaDouble();
        await using var database = await SeededAsync(athena);
        var expected = await ExportAsync(database, lake);
        await File.WriteAllTextAsync(
            Path.Combine(lake.Directory, "2024-CA.csv"),
            await CsvAsync(database, "SELECT form_id, care_plan_id, appointment_id, form_type, completed_at, score FROM mips.patient_form"),
            Token);
        await database.ExecuteAsync("DELETE FROM mips.patient_form");
        (string, string)[] settings = [("Mips:Forms:Source", "Folder"), ("Mips:Forms:Folder", lake.Directory)];

        var outputs = await ExportAsync(database, lake, settings);
        File.Delete(Path.Combine(lake.Directory, "2024-CA.csv"));
        var missing = await Assert.ThrowsAsync<RunFailedException>(() => ExportAsync(database, lake, settings));

        Assert.Equal(expected.Sha256, outputs.Sha256);
        Assert.Equal(MipsErrorCodes.FormsMissing, missing.Code);
        Assert.Contains("2024-CA.csv", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"00000000-0000-0000-0000-000000000001\",\"00000000-0000-0000-0000-000000000002\",\"\",\"KOS\",\"2024-01-01 00:00:00.000\",\"1\"", "line 2, column appointment_id")]
    [InlineData("\"00000000-0000-0000-0000-000000000001\",\"00000000-0000-0000-0000-000000000002\",,\"KOS\",\"secret\",\"1\"", "line 2, column completed_at")]
    [InlineData("\"00000000-0000-0000-0000-000000000001\",\"00000000-0000-0000-0000-000000000002\",,,\"2024-01-01 00:00:00.000\",\"1\"", "line 2")]
    [InlineData("\"00000000-0000-0000-0000-000000000001\",\"00000000-0000-0000-0000-000000000002\",\"secret", "line 3")]
    public async Task A_form_that_cannot_be_read_fails_the_state_by_line_and_column_without_its_value(string row, string place)
    {
        using var lake = new TemporaryLake();
        await using var athena = new AthenaDouble();
        await using var database = await SeededAsync(athena);
        athena.Result = _ => Task.FromResult($"\"form_id\",\"care_plan_id\",\"appointment_id\",\"form_type\",\"completed_at\",\"score\"\n{row}\n");

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => ExportAsync(database, lake, athena.Settings));

        Assert.Equal(MipsErrorCodes.FormsInvalid, failed.Code);
        Assert.Contains(place, failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failed.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM mips.row"));
    }

    [Fact]
    public async Task Columns_of_other_names_are_refused()
    {
        using var lake = new TemporaryLake();
        await using var athena = new AthenaDouble();
        await using var database = await SeededAsync(athena);
        athena.Result = _ => Task.FromResult("\"form_id\",\"care_plan_id\",\"appointment_id\",\"form_type\",\"score\",\"completed_at\"\n");

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => ExportAsync(database, lake, athena.Settings));

        Assert.Equal(MipsErrorCodes.FormsInvalid, failed.Code);
    }

    [Fact]
    public async Task A_state_without_visits_asks_nothing()
    {
        using var lake = new TemporaryLake();
        await using var athena = new AthenaDouble();
        await using var database = await SeededAsync(athena);
        await database.ExecuteAsync("UPDATE matrix.destination SET state = 'NV'");

        var outputs = await ExportAsync(database, lake, athena.Settings);

        Assert.Equal(0L, outputs.Counts!.TotalRows);
        Assert.Empty(athena.Requests);
    }

    [Fact]
    public async Task A_cancelled_export_stops_its_query()
    {
        using var lake = new TemporaryLake();
        await using var athena = new AthenaDouble { Status = (_, _) => ("RUNNING", null) };
        await using var database = await SeededAsync(athena);
        await using var node = await NodeAsync(database, lake, [.. athena.Settings, ("Jobs:Heartbeat", "00:00:00.1")]);
        var run = (await node.Queue.EnqueueAsync(MipsExportRun.Request(Arguments, "ann"), Token)).Run;
        await LookedAtAsync(athena);

        await node.Queue.CancelAsync(run.Id, "ann", Token);
        var ended = await Runs.RunQueueTests.Finished(node.Queue, run.Id);

        Assert.Equal(RunState.Cancelled, ended.State);
        Assert.True(Assert.Single(athena.Started).IsStopped);
    }

    [Fact]
    public async Task A_node_that_goes_down_leaves_its_query_to_the_next_one()
    {
        using var lake = new TemporaryLake();
        await using var athena = new AthenaDouble { Status = (_, _) => ("RUNNING", null) };
        await using var database = await SeededAsync(athena);
        await using var first = await NodeAsync(database, lake, athena.Settings);
        var run = (await first.Queue.EnqueueAsync(MipsExportRun.Request(Arguments, "ann"), Token)).Run;
        await LookedAtAsync(athena);

        await first.StopAsync();
        athena.Status = (_, _) => ("SUCCEEDED", null);
        await using var second = await NodeAsync(database, lake, athena.Settings);
        var ended = await Runs.RunQueueTests.Finished(second.Queue, run.Id);

        Assert.Equal(RunState.Succeeded, ended.State);
        Assert.False(Assert.Single(athena.Started).IsStopped);
    }

    [Fact]
    public async Task A_result_that_breaks_off_is_no_shorter_result()
    {
        using var lake = new TemporaryLake();
        await using var athena = new AthenaDouble();
        await using var database = await SeededAsync(athena);
        var expected = await ExportAsync(database, lake);
        await database.ExecuteAsync("DELETE FROM mips.patient_form");
        var broken = 0;
        athena.BreakOff = () => Interlocked.Increment(ref broken) <= 2;
        await using var node = await NodeAsync(database, lake, [.. athena.Settings, ("Jobs:Backoff", "00:00:00.1")]);

        var run = (await node.Queue.EnqueueAsync(MipsExportRun.Request(Arguments, "ann"), Token)).Run;
        var ended = await Runs.RunQueueTests.Finished(node.Queue, run.Id);

        Assert.Equal(RunState.Succeeded, ended.State);
        Assert.True(broken > 2);
        Assert.Equal(expected.Sha256, ended.Outputs!.Value.GetProperty("states")[0].GetProperty("sha256").GetString());
        Assert.Single(athena.Started);
    }

    private static async Task LookedAtAsync(AthenaDouble athena)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!athena.Requests.Contains("BatchGetQueryExecution"))
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private static async Task<MipsStateOutputs> ExportAsync(TestDatabase database, TemporaryLake lake, params (string Key, string Value)[] settings)
    {
        await using var node = await NodeAsync(database, lake, settings);
        return (await node.Services.GetRequiredService<MipsExporter>().ExportAsync(Arguments, "ann", progress: null, Token)).States[0];
    }

    private static Task<JobsHost> NodeAsync(TestDatabase database, TemporaryLake lake, params (string Key, string Value)[] settings) =>
        JobsHost.StartAsync(database, lake: lake.Directory, settings: settings);

    private async Task<TestDatabase> SeededAsync(AthenaDouble athena)
    {
        var database = await server.CreateDatabaseAsync();
        await new Seeder(database.DataSource).SeedAsync(new SeedOptions { Patients = 400, Teams = 0 }, progress: null, Token);
        await database.ExecuteAsync(
            """
            CREATE TABLE public.patient_forms_mips AS
            SELECT
                form_id, care_plan_id, appointment_id, form_type, completed_at AT TIME ZONE 'UTC' AS completed_at, score,
                (completed_at AT TIME ZONE 'UTC')::date AS completed_on, (completed_at AT TIME ZONE 'UTC')::date::text AS day_as_text, state
            FROM mips.patient_form AS form
            CROSS JOIN LATERAL (
                SELECT DISTINCT destination.state
                FROM matrix.appointment AS appointment
                JOIN matrix.destination AS destination ON destination.id = appointment.destination_id
                WHERE appointment.care_plan_id = form.care_plan_id
            ) AS place
            """);
        athena.Result = query =>
        {
            var parameters = new Queue<string>(query.Parameters);
            var sql = string.Concat(query.Sql.Select(letter => letter == '?' ? parameters.Dequeue() : $"{letter}"));
            return CsvAsync(database, $"SELECT DISTINCT * FROM ({sql}) AS answer");
        };
        return database;
    }

    private static async Task<string> CsvAsync(TestDatabase database, string sql)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Token);
        using var reader = await connection.BeginTextExportAsync($"COPY ({sql}) TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE *)", Token);
        return await reader.ReadToEndAsync(Token);
    }
}
