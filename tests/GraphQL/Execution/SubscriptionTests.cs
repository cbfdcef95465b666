using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Tests.Execution.Incremental;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Execution;

public sealed class SubscriptionTests
{
    private const string Sdl = DeferTests.Directives +
        "type Query { a: Int } type Subscription { run(id: ID!): Run! } type Run { progress: Int! id: ID notes: [String] }";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_event_of_the_source_becomes_a_response()
    {
        var responses = await ReadAsync(
            static context => new(Events(context.Argument<string>("id")!)), "subscription { run(id: \"7\") { progress id } }");

        Assert.Equal(
            ["""{"data":{"run":{"progress":1,"id":"7"}}}""", """{"data":{"run":{"progress":2,"id":"7"}}}"""], responses);
    }

    [Fact]
    public async Task A_source_that_cannot_be_opened_is_an_error_of_the_request()
    {
        var executor = new OperationExecutor(Schema(Sdl, subscribe: static _ => throw new GraphQLException("No.", ErrorCodes.NotAuthorized)));

        using var result = Assert.IsType<ExecutionResult>(
            await executor.ExecuteAsync(For("subscription { run(id: 1) { id } }"), Cancellation));

        Assert.Equal(RequestErrorKind.Subscription, result.RequestError);
        Assert.Equal(
            """{"errors":[{"message":"No.","locations":[{"line":1,"column":16}],"path":["run"],"extensions":{"code":"AUTH_NOT_AUTHORIZED"}}]}""",
            await WriteAsync(result));
    }

    [Fact]
    public async Task A_source_that_breaks_ends_with_an_error()
    {
        var responses = await ReadAsync(static _ => new(Broken()), "subscription { run(id: 1) { progress } }");

        Assert.Equal(
            ["""{"data":{"run":{"progress":1}}}""", """{"errors":[{"message":"Unexpected Execution Error","extensions":{"code":"INTERNAL"}}]}"""],
            responses);
    }

    [Fact]
    public async Task An_error_in_one_event_does_not_end_the_stream()
    {
        var responses = await ReadAsync(static _ => new(OneBad()), "subscription { run(id: 1) { progress } }");

        Assert.Equal(2, responses.Count);
        Assert.Contains("Cannot return null for non-nullable field Run.progress.", responses[0], StringComparison.Ordinal);
        Assert.Equal("""{"data":{"run":{"progress":2}}}""", responses[1]);
    }

    // What is put off by a literal is found by validation: DeferStreamDirectiveOnValidOperationsRule.
    [Theory]
    [InlineData(
        "subscription ($later: Boolean!) { run(id: 1) { ... @defer(if: $later) { progress } } }",
        """{"errors":[{"message":"`@defer` directive not supported on subscription operations. Disable `@defer` by setting the `if` argument to `false`.","locations":[{"line":1,"column":35}],"path":["run"],"extensions":{"code":"HC0016"}}],"data":null}""")]
    [InlineData(
        "subscription ($later: Boolean!) { run(id: 1) { progress notes @stream(if: $later) } }",
        """{"errors":[{"message":"`@stream` directive not supported on subscription operations. Disable `@stream` by setting the `if` argument to `false`.","locations":[{"line":1,"column":57}],"path":["run","notes"],"extensions":{"code":"HC0016"}}],"data":{"run":{"progress":1,"notes":null}}}""")]
    public async Task What_a_variable_would_put_off_is_an_error_of_each_event(string document, string error)
    {
        var refused = await ReadAsync(static context => new(Events("7")), document, """{"later":true}""");
        var switchedOff = await ReadAsync(static context => new(Events("7")), document, """{"later":false}""");

        Assert.Equal(error, refused[0]);
        Assert.Equal(2, refused.Count);
        Assert.All(switchedOff, static response => Assert.DoesNotContain("errors", response, StringComparison.Ordinal));
    }

    private static async Task<List<string>> ReadAsync(SubscriptionResolver subscribe, string document, string? variables = null)
    {
        var executor = new OperationExecutor(Schema(Sdl, subscribe: subscribe));
        using var result = Assert.IsType<SubscriptionResult>(await executor.ExecuteAsync(For(document, variables), Cancellation));
        var responses = new List<string>();
        await foreach (var response in result.Events)
        {
            responses.Add(await WriteAsync(response));
            response.Dispose();
        }

        return responses;
    }

    private static async IAsyncEnumerable<object?> Events(string id)
    {
        yield return new { Run = new { Progress = 1, Id = id, Notes = new[] { "begun" } } };
        await Task.Yield();
        yield return new { Run = new { Progress = 2, Id = id, Notes = new[] { "done" } } };
    }

    private static async IAsyncEnumerable<object?> Broken()
    {
        yield return new { Run = new { Progress = 1 } };
        await Task.Yield();
        throw new InvalidOperationException("connection to 10.0.0.1 lost");
    }

    private static async IAsyncEnumerable<object?> OneBad()
    {
        yield return new { Run = new { Progress = (int?)null } };
        await Task.Yield();
        yield return new { Run = new { Progress = 2 } };
    }
}
