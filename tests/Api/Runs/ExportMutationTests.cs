using System.Text.Json;
using HealthGraph.Domain.Seeding;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Runs;

public sealed class ExportMutationTests(PostgresServer postgres)
{
    private const string Export = """
        mutation Export($input: ExportVisitPlansInput!) {
          exportVisitPlans(input: $input) {
            run { id runId kind state requestedBy }
            errors { __typename ... on Error { message } ... on InvalidExportArgumentsError { field } ... on RunAlreadyActiveError { runId } }
          }
        }
        """;

    [Fact]
    public async Task An_analyst_asks_for_an_export_and_its_run_makes_the_files()
    {
        await using var api = new ApiServer(postgres) { Jobs = JobsRole.Execute };
        await api.InitializeAsync();
        await new Seeder(api.Database.DataSource).SeedAsync(
            new SeedOptions { Patients = 40 }, progress: null, TestContext.Current.CancellationToken);

        var asked = await api.QueryAsync(Export, new { input = new { idempotencyKey = "one" } });
        var again = await api.QueryAsync(Export, new { input = new { idempotencyKey = "one" } });
        var id = RunId(asked);
        var globalId = asked.Data.GetProperty("exportVisitPlans").GetProperty("run").GetProperty("id").GetString()!;
        var run = await WaitForAsync(api, id);

        Assert.Equal(id, RunId(again));
        Assert.Equal(run.GetRawText(), (await WaitForAsync(api, globalId)).GetRawText());
        Assert.Equal("SUCCEEDED", run.GetProperty("state").GetString());
        Assert.Equal(100, run.GetProperty("progressPercent").GetDouble());
        var manifest = run.GetProperty("outputs").GetProperty("manifest").GetString()!;
        Assert.True(File.Exists(Path.Combine(api.DataDirectory, "lake", manifest)), manifest);
        var expected = await api.Database.ScalarAsync<long>("""
            SELECT count(*)
            FROM marketplace.visit_plan
            WHERE published_at IS NOT NULL
              AND appointment_date >= '2022-01-01Z'
            """);
        Assert.Equal(expected, run.GetProperty("outputs").GetProperty("rows").GetInt64());
    }

    [Fact]
    public async Task A_second_export_a_wrong_argument_and_a_finished_run_are_refused_by_name()
    {
        await using var api = new ApiServer(postgres);
        await api.InitializeAsync();

        var first = RunId(await api.QueryAsync(Export, new { input = new { } }));
        var second = Errors(await api.QueryAsync(Export, new { input = new { } }), "exportVisitPlans");
        var wrong = Errors(await api.QueryAsync(Export, new { input = new { since = "2021-12-31", states = new[] { "California" } } }), "exportVisitPlans");
        var retried = Errors(await api.QueryAsync(Retry(first)), "retryRun");
        var cancelled = await api.QueryAsync(Cancel(first));
        var cancelledAgain = Errors(await api.QueryAsync(Cancel(first)), "cancelRun");
        var retriedAfterwards = await api.QueryAsync(Retry(first));

        Assert.Equal("RunAlreadyActiveError", second[0].GetProperty("__typename").GetString());
        Assert.Equal(first, second[0].GetProperty("runId").GetString());
        Assert.Equal(["since", "states"], wrong.Select(error => error.GetProperty("field").GetString()));
        Assert.Equal("RunNotRetryableError", retried[0].GetProperty("__typename").GetString());
        Assert.Equal("CANCELLED", cancelled.Data.GetProperty("cancelRun").GetProperty("run").GetProperty("state").GetString());
        Assert.Equal("RunAlreadyFinishedError", cancelledAgain[0].GetProperty("__typename").GetString());
        Assert.NotEqual(first, retriedAfterwards.Data.GetProperty("retryRun").GetProperty("run").GetProperty("runId").GetString());
    }

    [Fact]
    public async Task A_team_asks_for_no_export()
    {
        await using var api = new ApiServer(postgres);
        await api.InitializeAsync();

        var response = await api.QueryAsync(Export, new { input = new { } }, api.TeamKey);

        Assert.Equal("AUTH_NOT_AUTHORIZED", response.Code);
        Assert.Equal(0L, await api.Database.ScalarAsync<long>("SELECT count(*) FROM jobs.run"));
    }

    private static string Cancel(string id) =>
        $$"""mutation { cancelRun(input: { id: "{{id}}" }) { run { runId state } errors { __typename } } }""";

    private static string Retry(string id) =>
        $$"""mutation { retryRun(input: { id: "{{id}}" }) { run { runId state } errors { __typename } } }""";

    private static string RunId(ApiResponse response) =>
        response.Data.GetProperty("exportVisitPlans").GetProperty("run").GetProperty("runId").GetString()!;

    private static List<JsonElement> Errors(ApiResponse response, string mutation) =>
        [.. response.Data.GetProperty(mutation).GetProperty("errors").EnumerateArray()];

    private static async Task<JsonElement> WaitForAsync(ApiServer api, string id)
    {
        while (true)
        {
            var response = await api.QueryAsync("query Run($id: ID!) { run(id: $id) { state progressPercent outputs errorMessage } }", new { id });
            var run = response.Data.GetProperty("run");
            if (run.GetProperty("state").GetString() is "SUCCEEDED" or "FAILED" or "CANCELLED")
            {
                return run;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
