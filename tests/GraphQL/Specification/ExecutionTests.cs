using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Tests.Execution;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Specification;

/// <summary>https://spec.graphql.org/September2025/#sec-Execution: what the tests beside the executor do not say already.</summary>
public sealed class ExecutionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{ a(x: 1) }")]
    [InlineData("\"about\" query Q(\"of x\" $x: Int = 1) { a(x: $x) }")]
    [InlineData("\"\"\"about\"\"\" query { ...F } # and this\n \"also\" fragment F on Query { a(x: 1) }")]
    public async Task Descriptions_and_comments_change_nothing(string document)
    {
        var executor = Executor("type Query { a(x: Int): Int }", new() { ["Query.a"] = context => new(context.Argument<int>("x")) });

        Assert.Equal("""{"data":{"a":1}}""", await executor.RunAsync(document));
    }

    [Fact]
    public async Task A_mutation_field_is_complete_before_the_next_begins()
    {
        var log = new List<string>();
        var executor = Executor("type Query { a: Int } type Mutation { set(n: Int): State } type State { n: Int list: [State!] }", new()
        {
            ["Mutation.set"] = context =>
            {
                log.Add($"set {context.Argument<int>("n")}");
                return new(new { N = context.Argument<int>("n"), List = new[] { new { N = 0 } } });
            },
            ["State.n"] = async context =>
            {
                await Task.Yield();
                log.Add($"read {string.Join("/", context.Path.ToList())}");
                return 0;
            },
        });

        await executor.RunAsync("mutation { first: set(n: 1) { n list { n } } ...F } fragment F on Mutation { second: set(n: 3) { n } first: set(n: 1) { n } }");

        Assert.Equal("set 1", log[0]);
        Assert.Equal("set 3", log[^2]);
        Assert.Equal(5, log.Count);
    }

    // CoerceArgumentValues(): what counts is whether there is a value, not whether it is null.
    [Theory]
    [InlineData("{ a }", "{}", "3 -")]
    [InlineData("{ a(n: null) }", "{}", "null -")]
    [InlineData("query ($v: Int) { a(n: $v, m: $v) }", "{}", "3 -")]
    [InlineData("query ($v: Int) { a(n: $v, m: $v) }", """{"v":null}""", "null null")]
    [InlineData("query ($v: Int = 5) { a(n: $v, m: $v) }", "{}", "5 5")]
    [InlineData("query ($v: Int = 5) { a(n: $v, m: $v) }", """{"v":null}""", "null null")]
    [InlineData("query ($v: Int = null) { a(n: $v, m: $v) }", "{}", "null null")]
    public async Task An_argument_without_a_value_takes_its_default_and_null_is_a_value(string document, string variables, string expected)
    {
        var executor = Executor("type Query { a(n: Int = 3, m: Int): String }", new()
        {
            ["Query.a"] = context => new($"{Show(context.Arguments, "n")} {Show(context.Arguments, "m")}"),
        });

        Assert.Equal($$$"""{"data":{"a":"{{{expected}}}"}}""", await executor.RunAsync(document, variables));

        static object Show(IReadOnlyDictionary<string, object?> arguments, string name) =>
            arguments.TryGetValue(name, out var value) ? value ?? "null" : "-";
    }

    [Fact]
    public async Task A_null_for_a_required_argument_is_an_error_of_its_field_and_of_no_other()
    {
        var executor = Executor("type Query { a(n: Int! = 3): Int b: Int }", new() { ["Query.b"] = Return(1), ["Query.a"] = Return(2) });

        var response = await executor.RunAsync("query ($v: Int) { x: a(n: $v) b }", """{"v":null}""");

        Assert.Contains("\"path\":[\"x\"]", response, StringComparison.Ordinal);
        Assert.EndsWith("\"data\":{\"x\":null,\"b\":1}}", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_unsubscribes_ends_the_source()
    {
        var ended = false;
        var executor = new OperationExecutor(Schema("type Query { a: Int } type Subscription { n: Int }", subscribe: _ => new(Count())));
        using var result = Assert.IsType<SubscriptionResult>(await executor.ExecuteAsync(For("subscription { n }"), Cancellation));

        await foreach (var response in result.Events)
        {
            response.Dispose();
            break;
        }

        Assert.True(ended);

        async IAsyncEnumerable<object?> Count()
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    yield return new { N = i };
                    await Task.Yield();
                }
            }
            finally
            {
                ended = true;
            }
        }
    }

    [Fact]
    public async Task A_source_that_ends_ends_the_responses()
    {
        var executor = new OperationExecutor(Schema("type Query { a: Int } type Subscription { n: Int }", subscribe: _ => new(AsyncEnumerable.Empty<object?>())));
        using var result = Assert.IsType<SubscriptionResult>(await executor.ExecuteAsync(For("subscription { n }"), Cancellation));

        Assert.Empty(await result.Events.ToListAsync(Cancellation));
    }
}
