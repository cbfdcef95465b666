using System.Net;
using HealthGraph.Api.Tests.Tables;
using HealthGraph.Domain.Database;
using HealthGraph.Domain.Database.Embedded;
using HealthGraph.Testing.Postgres;
using Npgsql;

namespace HealthGraph.Api.Tests.Endpoint;

/// <summary>A pool with nothing free, and a server that goes and comes.</summary>
public sealed class PoolTests(PostgresServer postgres)
{
    private const string One = "{ slowRows(first: 1) { nodes { number } } }";

    [Fact]
    public async Task When_no_connection_becomes_free_the_answer_is_503_within_the_wait_and_then_all_is_well()
    {
        await using var api = await SlowRows.StartAsync(postgres, poolSize: 1, ("HealthGraph:Database:ConnectionWait", "00:00:01"));
        Task<ApiResponse> underWay;
        ApiResponse refused, table;
        await using (await SlowRows.HoldAsync(api))
        {
            underWay = api.QueryAsync($"{{ slowRows(where: {{number: {{gte: {SlowRows.Waiting}}}}}, first: 1) {{ nodes {{ number text }} }} }}");
            await SlowRows.WaitForAsync(api, "wait_event_type = 'Lock'");

            refused = await api.QueryAsync(One);
            table = await api.SendAsync(new(HttpMethod.Get, $"/graphql?format=csv&query={Uri.EscapeDataString(One)}"), api.AnalystKey);
        }

        Assert.All([refused, table], response =>
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "UNAVAILABLE"), (response.Status, response.Code));
            Assert.Equal("No connection to the database became free within 1 s. Try again in a moment.", response.Message);
            Assert.Equal("1", response.Header("Retry-After"));
        });
        Assert.Equal(HttpStatusCode.OK, (await underWay).Status);
        Assert.Equal("""{"data":{"slowRows":{"nodes":[{"number":1}]}}}""", (await api.QueryAsync(One)).Text);
    }

    [Fact]
    public async Task After_an_operation_ran_out_of_time_its_connection_is_back_in_the_pool()
    {
        await using var api = await SlowRows.StartAsync(postgres, poolSize: 1, ("HealthGraph:GraphQL:Timeout", "00:00:03"));
        await using var hold = await SlowRows.HoldAsync(api);

        var late = await api.QueryAsync($"{{ slowRows(where: {{number: {{gte: {SlowRows.Waiting}}}}}, first: 1) {{ nodes {{ number text }} }} }}");

        Assert.Equal("HC0045", late.Code);
        // The rows are still held back: the one connection there is answers because its statement was cancelled.
        await Eventually.HoldsAsync(
            async () => (await api.QueryAsync(One)).Text == """{"data":{"slowRows":{"nodes":[{"number":1}]}}}""", "No connection came back.");
    }

    [Fact]
    public async Task A_server_that_is_restarted_under_load_costs_clear_errors_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory("healthgraph-restart-").FullName;
        using var instance = InstanceLock.Acquire(folder);
        var cluster = await EmbeddedPostgres.StartAsync(instance, new EmbeddedPostgresOptions(), TestContext.Current.CancellationToken);
        var connectionString = cluster.ConnectionString;
        await using (var dataSource = NpgsqlDataSource.Create(connectionString))
        {
            await DatabaseMigrator.MigrateAsync(dataSource, TestContext.Current.CancellationToken);
        }

        await using (var api = new ApiServer(postgres) { Settings = { ["HealthGraph:Database:ConnectionString"] = connectionString } })
        {
            await api.InitializeAsync();
            using var done = new CancellationTokenSource();
            var load = Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskAsync(api, done.Token))).ToList();
            await cluster.StopAsync(TestContext.Current.CancellationToken);
            await Eventually.HoldsAsync(
                async () => (await api.QueryAsync("{ therapists { nodes { id } } }")).Status == HttpStatusCode.ServiceUnavailable,
                "The database is gone, and nobody is told.");

            cluster = await EmbeddedPostgres.StartAsync(instance, new EmbeddedPostgresOptions(), TestContext.Current.CancellationToken);
            Assert.Equal(connectionString, cluster.ConnectionString);
            for (var good = 0; good < 20;)
            {
                good = (await api.QueryAsync("{ therapists { nodes { id } } }")).Status == HttpStatusCode.OK ? good + 1 : 0;
            }

            await done.CancelAsync();
            var answers = await Task.WhenAll(load);
            Assert.All(answers.SelectMany(answer => answer), answer => Assert.Contains(answer, (string[])["OK", "ServiceUnavailable UNAVAILABLE"]));
            Assert.Contains(answers, answer => answer.Contains("OK"));
        }

        await cluster.DisposeAsync();
        instance.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<HashSet<string>> AskAsync(ApiServer api, CancellationToken done)
    {
        var answers = new HashSet<string>();
        while (!done.IsCancellationRequested)
        {
            var response = await api.QueryAsync("{ therapists { nodes { id } } }");
            answers.Add(response.Status == HttpStatusCode.OK && !response.Text.Contains("errors", StringComparison.Ordinal) ? "OK" : $"{response.Status} {response.Code}");
        }

        return answers;
    }
}
