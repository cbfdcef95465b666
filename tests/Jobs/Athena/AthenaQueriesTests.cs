using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Athena;
using HealthGraph.Jobs.Mips;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Jobs.Tests.Athena;

public sealed class AthenaQueriesTests(PostgresServer server)
{
    private const string Busy = """{"__type":"com.amazonaws.athena#TooManyRequestsException","Reason":"CONCURRENT_QUERY_LIMIT_EXCEEDED","message":"secret"}""";

    private static readonly AthenaStatement One = new("SELECT 1", []);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_crash_between_the_start_of_a_query_and_the_writing_down_of_its_id_starts_no_second_one()
    {
        await using var test = await StartAsync();
        await test.RunAsync(One);
        await test.Database.ExecuteAsync("UPDATE jobs.athena_query SET query_execution_id = NULL");

        var again = await test.RunAsync(new AthenaStatement("SELECT 2", []));

        Assert.Equal(2, test.Athena.Requests.Count(request => request == "StartQueryExecution"));
        Assert.Equal(Assert.Single(test.Athena.Started).Id, Assert.Single(again).QueryExecutionId);
    }

    [Fact]
    public async Task An_attempt_after_the_id_was_written_down_only_looks()
    {
        await using var test = await StartAsync();
        await test.RunAsync(One);

        await test.RunAsync(One);

        Assert.Equal(1, test.Athena.Requests.Count(request => request == "StartQueryExecution"));
    }

    [Fact]
    public async Task Queries_run_some_at_a_time_and_are_looked_at_together()
    {
        await using var test = await StartAsync(("Athena:ParallelQueries", "3"));
        test.Athena.Status = (_, looks) => looks < 3 ? ("RUNNING", null) : ("SUCCEEDED", null);

        var ended = await test.RunAsync([.. Enumerable.Range(1, 7).Select(number => new AthenaStatement($"SELECT {number}", []))]);

        Assert.Equal(["SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4", "SELECT 5", "SELECT 6", "SELECT 7"], test.Athena.Started.Select(query => query.Sql));
        Assert.Equal(test.Athena.Started.Select(query => query.Id), ended.Select(execution => execution.QueryExecutionId));
        Assert.Equal(9, test.Athena.Requests.Count(request => request == "BatchGetQueryExecution"));
    }

    [Fact]
    public async Task A_query_that_failed_and_may_be_retried_is_asked_anew_under_another_token()
    {
        await using var test = await StartAsync();
        test.Athena.Status = (_, _) => test.Athena.Started.Count < 3
            ? ("FAILED", ""","StateChangeReason":"INTERNAL","AthenaError":{"ErrorCategory":1,"ErrorType":1,"Retryable":true}""")
            : ("SUCCEEDED", null);

        var ended = await test.RunAsync(One);

        Assert.Equal(3, test.Athena.Started.Select(query => query.Token).Distinct().Count());
        Assert.Equal(test.Athena.Started.Last().Id, Assert.Single(ended).QueryExecutionId);
    }

    [Theory]
    [InlineData("FAILED", ""","StateChangeReason":"SYNTAX_ERROR: secret","AthenaError":{"ErrorCategory":2,"ErrorType":1006,"Retryable":false}""", AthenaException.QueryFailed, "SYNTAX_ERROR")]
    [InlineData("FAILED", ""","StateChangeReason":"secret","AthenaError":{"ErrorCategory":3,"ErrorType":9,"Retryable":true}""", AthenaException.QueryFailed, "error 3/9")]
    [InlineData("CANCELLED", null, AthenaException.QueryCancelled, "cancelled")]
    public async Task A_query_that_ended_badly_fails_for_good_and_its_words_stay_out_of_the_message(string state, string? rest, string code, string told)
    {
        await using var test = await StartAsync();
        test.Athena.Status = (_, _) => (state, rest);

        var failed = await Assert.ThrowsAsync<AthenaException>(() => test.RunAsync(One));

        Assert.Equal((code, false), (failed.Code, failed.IsTransient));
        Assert.Contains(told, failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, Busy)]
    [InlineData(400, """{"__type":"ThrottlingException","message":"Rate exceeded"}""")]
    [InlineData(500, """{"__type":"InternalServerException","Message":"boom"}""")]
    [InlineData(503, "<html>")]
    [InlineData(200, "{")]
    [InlineData(0, "")]
    public async Task What_passes_by_itself_is_tried_again(int status, string body)
    {
        await using var test = await StartAsync();
        var troubles = 0;
        test.Athena.Trouble = _ => Interlocked.Increment(ref troubles) % 3 == 0 ? null : (status, body);

        Assert.Single(await test.RunAsync(One));

        Assert.Single(test.Athena.Started);
    }

    [Theory]
    [InlineData(400, Busy, AthenaException.Busy, true, 5)]
    [InlineData(500, "", AthenaException.Unavailable, true, 5)]
    [InlineData(0, "", AthenaException.Unavailable, true, null)]
    [InlineData(400, """{"__type":"InvalidRequestException","AthenaErrorCode":"INVALID_INPUT","Message":"secret"}""", AthenaException.Refused, false, 1)]
    [InlineData(400, """{"__type":"AccessDeniedException","Message":"secret"}""", AthenaException.Denied, false, 1)]
    [InlineData(403, "", AthenaException.Denied, false, 1)]
    public async Task What_does_not_pass_is_told_by_its_kind(int status, string body, string code, bool isTransient, int? requests)
    {
        await using var test = await StartAsync();
        test.Athena.Trouble = _ => (status, body);

        var failed = await Assert.ThrowsAsync<AthenaException>(() => test.RunAsync(One));

        Assert.Equal((code, isTransient), (failed.Code, failed.IsTransient));

        // A connection that is cut may take a request with it that the server never read.
        Assert.Equal(requests ?? test.Athena.Requests.Count, test.Athena.Requests.Count);
        Assert.DoesNotContain("secret", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_queue_is_waited_for_while_others_of_the_run_are_in_it()
    {
        await using var test = await StartAsync(("Athena:Retries", "1"));
        test.Athena.Trouble = operation => operation == "StartQueryExecution" && test.Athena.Started.Count == 1 && test.Athena.Started.First().Looks < 5 ? (400, Busy) : null;
        test.Athena.Status = (_, looks) => looks < 6 ? ("RUNNING", null) : ("SUCCEEDED", null);

        var ended = await test.RunAsync(One, new AthenaStatement("SELECT 2", []));

        Assert.Equal(2, ended.Count);
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_stopped()
    {
        await using var test = await StartAsync(("Athena:QueryTimeout", "00:00:01"));
        test.Athena.Status = (_, _) => ("QUEUED", null);

        var failed = await Assert.ThrowsAsync<AthenaException>(() => test.RunAsync(One));

        Assert.Equal(AthenaException.QueryTimeout, failed.Code);
        Assert.True(Assert.Single(test.Athena.Started).IsStopped);
    }

    [Fact]
    public async Task A_run_that_ended_without_its_queries_has_them_stopped_and_its_retry_asks_anew()
    {
        await using var test = await StartAsync();
        await test.RunAsync(One);

        await test.Queries.StopAsync(test.RunId, Token);
        var ended = await test.RunAsync(One);

        Assert.Equal([true, false], test.Athena.Started.Select(query => query.IsStopped));
        Assert.Equal(test.Athena.Started.Last().Id, Assert.Single(ended).QueryExecutionId);
    }

    [Fact]
    public void The_token_is_as_long_as_Athena_asks_and_another_one_for_anything_else()
    {
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        string[] tokens =
        [
            One.Token(one, "CA", 1, 1), One.Token(other, "CA", 1, 1), One.Token(one, "TX", 1, 1), One.Token(one, "CA", 2, 1), One.Token(one, "CA", 1, 2),
            new AthenaStatement("SELECT 2", []).Token(one, "CA", 1, 1), new AthenaStatement("SELECT 1", ["1"]).Token(one, "CA", 1, 1),
        ];

        Assert.Equal(tokens.Length, tokens.Distinct().Count());
        Assert.All(tokens, token => Assert.InRange(token.Length, 32, 128));
        Assert.Equal(tokens[0], new AthenaStatement("SELECT 1", []).Token(one, "CA", 1, 1));
    }

    private async Task<Test> StartAsync(params (string Key, string Value)[] settings)
    {
        var athena = new AthenaDouble();
        var database = await server.CreateDatabaseAsync();
        var node = await JobsHost.StartAsync(database, JobsRole.Queue, settings: [.. athena.Settings, .. settings]);
        var id = Guid.CreateVersion7();
        await using var connection = await database.DataSource.OpenConnectionAsync(Token);
        await RunTable.InsertAsync(connection, id, MipsExportRun.Request(new MipsExportArguments { Year = 2025 }, "ann"), Token);
        return new Test(athena, database, node, id);
    }

    private sealed record Test(AthenaDouble Athena, TestDatabase Database, JobsHost Node, Guid RunId) : IAsyncDisposable
    {
        public AthenaQueries Queries => Node.Services.GetRequiredService<AthenaQueries>();

        public Task<IReadOnlyList<QueryExecution>> RunAsync(params AthenaStatement[] statements) =>
            Queries.RunAsync(RunId, "CA", _ => Task.FromResult<IReadOnlyList<AthenaStatement>>(statements), Token);

        public async ValueTask DisposeAsync()
        {
            await Node.DisposeAsync();
            await Database.DisposeAsync();
            await Athena.DisposeAsync();
        }
    }
}
