using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.DataLake;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Jobs.VisitPlans;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Jobs.Tests.VisitPlans;

public sealed class VisitPlanExportTests(PostgresServer server)
{
    private static readonly (string, string)[] SmallWindows = [("VisitPlanExport:WindowRows", "100")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_files_hold_every_qualifying_plan_once_and_agree_with_manifest_and_database()
    {
        using var lake = new TemporaryLake();
        await using var database = await server.CreateDatabaseAsync();
        await VisitPlanData.AddAsync(database, 1000);
        await using var node = await NodeAsync(database, lake);

        var outputs = await ExportAsync(node, new VisitPlanExportArguments());

        var files = await ExportedFiles.ReadAsync(lake.Root, outputs.Manifest);
        var plans = files.Plans();
        var qualifying = await VisitPlanData.QualifyingAsync(database);
        Assert.Equal(qualifying, plans.Count);
        Assert.Equal(qualifying, outputs.Rows);
        Assert.Equal(qualifying, files.Manifest.Rows);
        Assert.Equal(plans.Count, plans.Select(row => row["visit_plan_id"]).Distinct().Count());
        Assert.Equal(plans.Select(row => row["created_at"]).Order(StringComparer.Ordinal), plans.Select(row => row["created_at"]));
        Assert.Equal((qualifying + 99) / 100, outputs.Parts);
        Assert.Equal($"marketplace/visit-plans/{files.Manifest.Date:yyyy-MM-dd}/manifest.json", outputs.Manifest);
        Assert.Equal(files.Manifest.Entries.Rows, files.Entries().Count);
        Assert.Equal(
            await database.ScalarAsync<long>(
                """
                SELECT count(*)
                FROM marketplace.visit_plan_entry AS e
                JOIN marketplace.visit_plan AS p ON p.id = e.visit_plan_id
                WHERE p.published_at IS NOT NULL AND p.appointment_date >= '2022-01-01T00:00:00Z'
                """),
            outputs.EntryRows);
        Assert.Equal(outputs.Parts * 2 + 1, lake.Files().Count);
    }

    [Fact]
    public async Task Every_value_comes_back_as_it_is_in_the_database()
    {
        using var lake = new TemporaryLake();
        await using var database = await server.CreateDatabaseAsync();
        await VisitPlanData.AddAsync(database, 100);
        await using var node = await NodeAsync(database, lake);

        var outputs = await ExportAsync(node, new VisitPlanExportArguments());

        var rows = (await ExportedFiles.ReadAsync(lake.Root, outputs.Manifest)).Plans().ToDictionary(row => row["visit_plan_id"]);
        var expected = await database.RowsAsync(
            """
            SELECT
                visit_plan_id::text, plan_text, coalesce(patient_id::text, ''), coalesce(anticipated_discharge_date::text, ''),
                continuation, coalesce(visits_remaining::text, ''), coalesce(total_expected_visits::text, ''),
                coalesce(destination_name, ''), created_at, coalesce(therapist_last_name, '')
            FROM api.visit_plan
            WHERE published_at IS NOT NULL AND appointment_date >= '2022-01-01T00:00:00Z'
            """);
        Assert.Equal(expected.Count, rows.Count);
        foreach (var values in expected)
        {
            var row = rows[(string)values[0]!];
            Assert.Equal(values[1], row["plan_text"]);
            Assert.Equal(values[2], row["patient_id"]);
            Assert.Equal(values[3], row["anticipated_discharge_date"]);
            Assert.Equal((bool)values[4]! ? "true" : "false", row["continuation"]);
            Assert.Equal(values[5], row["visits_remaining"]);
            Assert.Equal(values[6], row["total_expected_visits"]);
            Assert.Equal(values[7], row["destination_name"]);
            Assert.Equal($"{(DateTime)values[8]!:yyyy-MM-ddTHH:mm:ss.ffffff}Z", row["created_at"]);
            Assert.Equal(values[9], row["therapist_last_name"]);
        }

        var withEntries = JsonElement.Parse(rows.Values.First(row => row["total_expected_visits"] != "")["entries"]);
        Assert.Equal("say \"hi\"\n", withEntries[0].GetProperty("instructions").GetString());
        Assert.Equal(3, withEntries[1].GetProperty("visits_per_week").GetInt32());
        Assert.Equal("[]", rows.Values.First(row => row["total_expected_visits"] == "")["entries"]);
    }

    [Fact]
    public async Task The_same_data_gives_the_same_bytes_and_the_second_manifest_replaces_the_first_whole()
    {
        using var lake = new TemporaryLake();
        await using var database = await server.CreateDatabaseAsync();
        await VisitPlanData.AddAsync(database, 300);
        await using var node = await NodeAsync(database, lake);
        var first = await ExportedFiles.ReadAsync(lake.Root, (await ExportAsync(node, new VisitPlanExportArguments())).Manifest);

        var second = await ExportedFiles.ReadAsync(lake.Root, (await ExportAsync(node, new VisitPlanExportArguments())).Manifest);

        Assert.Equal(first.Manifest.Parts.Select(part => part.Sha256), second.Manifest.Parts.Select(part => part.Sha256));
        Assert.Equal(first.Manifest.Entries.Parts.Select(part => part.Sha256), second.Manifest.Entries.Parts.Select(part => part.Sha256));
        Assert.Empty(first.Manifest.Parts.Select(part => part.Path).Intersect(second.Manifest.Parts.Select(part => part.Path)));
        var named = second.Manifest.Parts.Concat(second.Manifest.Entries.Parts).Select(part => part.Path).Append(
            $"marketplace/visit-plans/{second.Manifest.Date:yyyy-MM-dd}/manifest.json");
        Assert.Equal(named.Order(), lake.Files());
    }

    [Fact]
    public async Task A_choice_of_days_and_states_is_kept_to()
    {
        using var lake = new TemporaryLake();
        await using var database = await server.CreateDatabaseAsync();
        await VisitPlanData.AddAsync(database, 1000);
        await using var node = await NodeAsync(database, lake);

        var outputs = await ExportAsync(node, new VisitPlanExportArguments
        {
            Since = new DateOnly(2022, 1, 5),
            Until = new DateOnly(2022, 1, 20),
            States = ["OR", "CA"],
        });

        var rows = (await ExportedFiles.ReadAsync(lake.Root, outputs.Manifest)).Plans();
        Assert.NotEmpty(rows);
        Assert.Equal(["CA", "OR"], rows.Select(row => row["destination_state"]).Distinct().Order());
        Assert.All(rows, row => Assert.InRange(
            string.CompareOrdinal(row["appointment_date"], "2022-01-05T00:00:00.000000Z"), 0, int.MaxValue));
        Assert.All(rows, row => Assert.True(string.CompareOrdinal(row["appointment_date"], "2022-01-20T00:00:00.000000Z") < 0));
    }

    [Fact]
    public async Task An_export_without_rows_is_one_file_with_a_header()
    {
        using var lake = new TemporaryLake();
        await using var database = await server.CreateDatabaseAsync();
        await using var node = await NodeAsync(database, lake);

        var outputs = await ExportAsync(node, new VisitPlanExportArguments());

        var files = await ExportedFiles.ReadAsync(lake.Root, outputs.Manifest);
        Assert.Equal(0, outputs.Rows);
        Assert.Empty(files.Plans());
        Assert.Single(files.Manifest.Parts);
        Assert.Single(files.Manifest.Entries.Parts);
    }

    [Fact]
    public async Task Lines_of_JSON_hold_the_same_plans_with_entries_as_lists()
    {
        using var lake = new TemporaryLake();
        await using var database = await server.CreateDatabaseAsync();
        await VisitPlanData.AddAsync(database, 300);
        await using var node = await NodeAsync(database, lake);

        var outputs = await ExportAsync(node, new VisitPlanExportArguments { Format = ExportFormat.Ndjson, Gzip = false });

        var manifest = (await ExportedFiles.ReadAsync(lake.Root, outputs.Manifest)).Manifest;
        var lines = manifest.Parts
            .SelectMany(part => File.ReadAllText(Path.Combine(lake.Root, part.Path)).TrimEnd('\n').Split('\n'))
            .Select(line => JsonElement.Parse(line))
            .ToList();
        Assert.EndsWith(".ndjson", manifest.Parts[0].Path, StringComparison.Ordinal);
        Assert.Equal(await VisitPlanData.QualifyingAsync(database), lines.Count);
        Assert.Contains(lines, line => line.GetProperty("plan_text").GetString() == "two\nlines, \"quoted\"\r\nthird");
        Assert.Contains(lines, line => line.GetProperty("plan_text").GetString() == @"\. ünï");
        Assert.All(lines, line => Assert.Equal(JsonValueKind.Array, line.GetProperty("entries").ValueKind));
    }

    [Fact]
    public async Task Only_what_was_changed_since_is_in_an_incremental_export()
    {
        using var lake = new TemporaryLake();
        await using var database = await server.CreateDatabaseAsync();
        await VisitPlanData.AddAsync(database, 200);
        await using var node = await NodeAsync(database, lake);
        await SettleAsync(database);
        var whole = await ExportAsync(node, new VisitPlanExportArguments());
        await database.ExecuteAsync(
            """
            UPDATE marketplace.visit_plan SET published_at = now() WHERE id = md5('plan10')::uuid;
            UPDATE marketplace.visit_plan_entry SET weeks = 9 WHERE visit_plan_id = md5('plan11')::uuid AND position = 1;
            UPDATE matrix.appointment SET status = 'cancelled' WHERE appointment_id = md5('appointment13')::uuid;
            UPDATE matrix.care_plan SET status = 'done' WHERE id = md5('care16')::uuid;
            UPDATE marketplace.visit_plan SET plan_text = 'still hidden' WHERE id = md5('plan20')::uuid;
            """);

        await SettleAsync(database);
        var changes = await ExportAsync(node, new VisitPlanExportArguments { Incremental = true });
        var none = await ExportAsync(node, new VisitPlanExportArguments { Incremental = true });

        var files = await ExportedFiles.ReadAsync(lake.Root, changes.Manifest);
        var expected = await database.RowsAsync(
            "SELECT id::text FROM (VALUES (md5('plan10')::uuid), (md5('plan11')::uuid), (md5('plan13')::uuid), (md5('plan16')::uuid)) AS t (id) ORDER BY 1");
        Assert.Equal(expected.Select(row => row[0]), files.Plans().Select(row => (object?)row["visit_plan_id"]).Order());
        Assert.Equal(whole.RunId, files.Manifest.Bounds.ChangedSinceRun);
        Assert.Equal(0, none.Rows);
        Assert.True(File.Exists(Path.Combine(lake.Root, whole.Manifest)), "The whole export of the day still stands.");
        Assert.Equal(whole.RunId, (await ExportedFiles.ReadAsync(lake.Root, whole.Manifest)).Manifest.RunId);
    }

    [Fact]
    public async Task Wrong_arguments_are_named_before_anything_happens()
    {
        var wrong = new VisitPlanExportArguments { Since = new DateOnly(2021, 12, 31), States = ["ca"] };

        Assert.Equal(["since", "states"], wrong.Problems().Select(problem => problem.Field));
        Assert.Throws<RunFailedException>(() => VisitPlanExportRun.Request(wrong, "ann"));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_killed_export_goes_on_where_it_was_and_shows_one_instant()
    {
        using var lake = new TemporaryLake();
        await using var database = await server.CreateDatabaseAsync();
        await VisitPlanData.AddAsync(database, 1000);
        await SettleAsync(database);
        using var killed = new CancellationTokenSource();
        var breaking = new BreakingLake(new LocalDataLake(lake.Root), filesInFolder: 4, killed);
        await using var first = await JobsHost.StartAsync(
            database, JobsRole.Foreground, s => s.AddSingleton<IDataLake>(breaking), lake.Directory, SmallWindows);
        await using var queue = await JobsHost.StartAsync(database, JobsRole.Queue, lake: lake.Directory);
        var run = (await queue.Queue.EnqueueAsync(VisitPlanExportRun.Request(new(), "ann"), Token)).Run;
        await Assert.ThrowsAsync<HostKilledException>(() => AbandonAsync(first, run.Id, breaking));
        while (await database.ScalarAsync<long>("SELECT count(*) FROM jobs.run_part") < 8)
        {
            await Task.Delay(20, Token);
        }

        Assert.DoesNotContain(lake.Files(), file => file.EndsWith("manifest.json", StringComparison.Ordinal));

        // Meanwhile: a plan in a finished window changes, one appears in it, one in the rest, one goes away, and new ones follow.
        await database.ExecuteAsync(
            """
            UPDATE marketplace.visit_plan SET plan_text = 'changed' WHERE id = md5('plan1')::uuid;
            UPDATE marketplace.visit_plan SET published_at = now() WHERE id IN (md5('plan130')::uuid, md5('plan900')::uuid);
            DELETE FROM marketplace.visit_plan WHERE id = md5('plan250')::uuid OR id = md5('plan251')::uuid;
            INSERT INTO marketplace.visit_plan (id, created_at, published_at, care_plan_aggregate_id, plan_text, prescribed_by_id, appointment_id, appointment_date)
            SELECT gen_random_uuid(), '2025-01-01', now(), gen_random_uuid(), 'new', gen_random_uuid(), gen_random_uuid(), '2024-01-01'
            FROM generate_series(1, 150);
            UPDATE jobs.run SET lease_until = '-infinity' WHERE state = 'RUNNING';
            """);
        await using var second = await NodeAsync(database, lake);

        var ended = await Runs.RunQueueTests.Finished(queue.Queue, run.Id);

        Assert.Equal(RunState.Succeeded, ended.State);
        Assert.Equal(2, ended.Attempt);
        var files = await ExportedFiles.ReadAsync(lake.Root, ended.Outputs!.Value.GetProperty("manifest").GetString()!);
        var plans = files.Plans();
        var inDatabase = await database.RowsAsync(
            """
            SELECT visit_plan_id::text || '/' || plan_text
            FROM api.visit_plan
            WHERE published_at IS NOT NULL AND appointment_date >= '2022-01-01T00:00:00Z'
            """);
        Assert.Equal(
            inDatabase.Select(row => (string)row[0]!).Order(StringComparer.Ordinal),
            plans.Select(row => $"{row["visit_plan_id"]}/{row["plan_text"]}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(lake.Files(), file => Path.GetFileName(file)[0] == '.');
        Assert.Equal(
            2L, await database.ScalarAsync<long>("SELECT count(*) FROM jobs.run_part WHERE attempt = 1 AND file_set = 'visit-plans'"));
    }

    [Fact]
    public async Task A_lake_that_refuses_fails_the_run_with_one_error_and_leaves_nothing_to_see()
    {
        using var lake = new TemporaryLake();
        await using var database = await server.CreateDatabaseAsync();
        await VisitPlanData.AddAsync(database, 500);
        var full = new FullLake(new LocalDataLake(lake.Root), takes: 5);
        await using var node = await JobsHost.StartAsync(
            database, configure: s => s.AddSingleton<IDataLake>(full), lake: lake.Directory, settings: SmallWindows);

        var run = (await node.Queue.EnqueueAsync(VisitPlanExportRun.Request(new(), "ann"), Token)).Run;
        var ended = await Runs.RunQueueTests.Finished(node.Queue, run.Id);

        Assert.Equal((RunState.Failed, DataLakeException.Full, 1), (ended.State, ended.ErrorCode, ended.Attempt));
        Assert.Empty(lake.Files());
        full.Takes = int.MaxValue;
        var retried = Assert.IsType<RetryResult.Retried>(await node.Queue.RetryAsync(run.Id, "ann", null, Token)).Run;
        Assert.Equal(RunState.Succeeded, (await Runs.RunQueueTests.Finished(node.Queue, retried.Id)).State);
    }

    // What is written while an older transaction is under way counts as changed once more, and other tests share the server.
    private static async Task SettleAsync(TestDatabase database)
    {
        var last = await database.ScalarAsync<long>("SELECT pg_current_xact_id()::text::bigint");
        while (await database.ScalarAsync<long>("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint") <= last)
        {
            await Task.Delay(20, Token);
        }
    }

    private static Task<JobsHost> NodeAsync(TestDatabase database, TemporaryLake lake) =>
        JobsHost.StartAsync(database, lake: lake.Directory, settings: SmallWindows);

    private static Task<VisitPlanExportOutputs> ExportAsync(JobsHost node, VisitPlanExportArguments arguments) =>
        node.Services.GetRequiredService<VisitPlanExporter>().ExportAsync(arguments, "ann", progress: null, Token);

    // What kill -9 leaves: files and rows as they were at that moment, and nobody who writes how it ended.
    private static async Task AbandonAsync(JobsHost host, Guid runId, BreakingLake lake)
    {
        var executing = host.Services.GetRequiredService<RunExecutor>().ExecuteAsync(runId, fireInstanceId: null, Token);
        await lake.Broken.WaitAsync(Token);
        Assert.False(executing.IsCompleted);
        throw new HostKilledException();
    }

    private sealed class HostKilledException : Exception;
}
