using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Execution.Incremental;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Execution.Incremental;

/// <summary><c>@defer</c>: the cases that a reader wants to see; the oracle in tests/Conformance has the rest.</summary>
public sealed class DeferTests
{
    internal const string Directives =
        "directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT " +
        "directive @stream(initialCount: Int! = 0, if: Boolean! = true, label: String) on FIELD ";

    private const string Sdl = Directives +
        "type Query { a: Int b: Int! c: Int slow: Int one: Query sure: Query! } type Mutation { first: Query second: Query }";

    private static readonly Dictionary<string, FieldResolver> Resolvers = new()
    {
        ["Query.a"] = Return(1),
        ["Query.b"] = Return(2),
        ["Query.c"] = Throw(new GraphQLException("No.", ErrorCodes.NotAuthorized)),
        ["Query.one"] = Return(new object()),
        ["Query.sure"] = Return(null),
        ["Mutation.first"] = Return(new object()),
        ["Mutation.second"] = Return(new object()),
    };

    private static readonly OperationExecutor Executor = Requests.Executor(Sdl, Resolvers);

    [Fact]
    public async Task A_deferred_fragment_comes_in_a_payload_of_its_own() => Assert.Equal(
        [
            """{"data":{"a":1},"pending":[{"id":"0","path":[],"label":"later"}],"hasNext":true}""",
            """{"incremental":[{"id":"0","data":{"b":2}}],"completed":[{"id":"0"}],"hasNext":false}""",
        ],
        await Executor.DeliverAsync("{ a ... @defer(label: \"later\") { b } }"));

    [Fact]
    public async Task Without_a_transport_that_can_it_comes_with_the_rest() => Assert.Equal(
        """{"data":{"a":1,"b":2}}""",
        await Executor.RunAsync("{ a ... @defer { b } }"));

    [Theory]
    [InlineData("{ a ... @defer(if: false) { b } }", null)]
    [InlineData("query ($later: Boolean!) { a ... @defer(if: $later) { b } }", """{"later":false}""")]
    [InlineData("{ a b ... @defer { b } }", null)]
    public async Task Where_nothing_is_put_off_there_is_one_plain_response(string document, string? variables) =>
        Assert.Equal(["""{"data":{"a":1,"b":2}}"""], await Executor.DeliverAsync(document, variables));

    [Fact]
    public async Task One_document_is_deferred_or_not_by_its_variable()
    {
        const string document = "query ($later: Boolean!) { a ... @defer(if: $later) { b } }";

        Assert.Single(await Executor.DeliverAsync(document, """{"later":false}"""));
        Assert.Equal(2, (await Executor.DeliverAsync(document, """{"later":true}""")).Count);
        Assert.Single(await Executor.DeliverAsync(document, """{"later":false}"""));
    }

    [Fact]
    public async Task A_field_is_delivered_once_however_often_it_is_selected() => Assert.Equal(
        [
            """{"data":{"one":{"a":1}},"pending":[{"id":"0","path":["one"]},{"id":"1","path":[]}],"hasNext":true}""",
            """{"incremental":[{"id":"0","data":{"b":2}}],"completed":[{"id":"0"},{"id":"1"}],"hasNext":false}""",
        ],
        await Executor.DeliverAsync("{ one { a ... @defer { a b } } ... @defer { one { a b } } }"));

    [Fact]
    public async Task A_fragment_inside_another_is_announced_when_the_outer_one_is_there()
    {
        var released = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var executor = Requests.Executor(Sdl, new Dictionary<string, FieldResolver>(Resolvers) { ["Query.slow"] = async _ => await released.Task });
        using var result = Assert.IsType<IncrementalResult>(
            await executor.BeginAsync("{ ... @defer(label: \"outer\") { one { a ... @defer(label: \"inner\") { slow } } } }"));
        await using var updates = result.Updates.GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await updates.MoveNextAsync());
        Assert.Equal(
            """{"incremental":[{"id":"0","data":{"one":{"a":1}}}],"pending":[{"id":"1","path":["one"],"label":"inner"}],"completed":[{"id":"0"}],"hasNext":true}""",
            await Payloads.TextOf(updates.Current));

        released.SetResult(9);
        Assert.True(await updates.MoveNextAsync());
        Assert.Equal(
            """{"incremental":[{"id":"1","data":{"slow":9}}],"completed":[{"id":"1"}],"hasNext":false}""",
            await Payloads.TextOf(updates.Current));
        Assert.False(await updates.MoveNextAsync());
    }

    [Fact]
    public async Task An_error_below_a_nullable_field_comes_with_the_fragment() => Assert.Equal(
        """{"incremental":[{"id":"0","data":{"c":null},"errors":[{"message":"No.","locations":[{"line":1,"column":18}],"path":["c"],"extensions":{"code":"AUTH_NOT_AUTHORIZED"}}]}],"completed":[{"id":"0"}],"hasNext":false}""",
        (await Executor.DeliverAsync("{ a ... @defer { c } }"))[1]);

    [Fact]
    public async Task An_error_that_leaves_nothing_of_a_fragment_completes_it_and_not_its_neighbour()
    {
        var payloads = await Executor.DeliverAsync("{ a ... @defer(label: \"x\") { sure { a } } ... @defer(label: \"y\") { b } }");

        Assert.Equal(
            """{"incremental":[{"id":"1","data":{"b":2}}],"completed":[{"id":"0","errors":[{"message":"Cannot return null for non-nullable field Query.sure.","locations":[{"line":1,"column":30}],"path":["sure"],"extensions":{"code":"HC0018"}}]},{"id":"1"}],"hasNext":false}""",
            Assert.Single(payloads.Skip(1)));
    }

    [Fact]
    public async Task Below_what_became_null_nothing_is_announced()
    {
        var payload = Assert.Single(await Executor.DeliverAsync("{ a one { ... @defer { b } sure { a } } }"));

        Assert.StartsWith("""{"errors":""", payload, StringComparison.Ordinal);
        Assert.EndsWith("""{"a":1,"one":null}}""", payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mutation_is_whole_before_what_it_defers_begins()
    {
        var order = new List<string>();
        FieldResolver Note(string what) => _ =>
        {
            order.Add(what);
            return new(new object());
        };
        var executor = Requests.Executor(
            Sdl, new() { ["Mutation.first"] = Note("first"), ["Mutation.second"] = Note("second"), ["Query.one"] = Note("deferred") });

        var payloads = await executor.DeliverAsync("mutation { first { ... @defer { one { __typename } } } second { __typename } }");

        Assert.Equal(["first", "second", "deferred"], order);
        Assert.Equal(2, payloads.Count);
    }

    [Fact]
    public async Task A_value_that_streams_is_written_into_its_payload_and_is_null_if_it_fails()
    {
        var executor = Requests.Executor(Sdl, new() { ["Query.a"] = Return(new Rows(fails: false)), ["Query.c"] = Return(new Rows(fails: true)) });

        var payloads = await executor.DeliverAsync("{ ... @defer { a c } }");

        Assert.StartsWith("""{"incremental":[{"id":"0","data":{"a":[""", payloads[1], StringComparison.Ordinal);
        Assert.EndsWith(
            """],"c":null},"errors":[{"message":"Down.","locations":[{"line":1,"column":18}],"path":["c"],"extensions":{"code":"UNAVAILABLE"}}]}],"completed":[{"id":"0"}],"hasNext":false}""",
            payloads[1],
            StringComparison.Ordinal);
    }

    private sealed class Rows(bool fails) : StreamedValue
    {
        public override async ValueTask WriteAsync(ResponseWriter writer, CancellationToken cancellationToken)
        {
            writer.Json.WriteStartArray();
            for (var i = 0; i < 20_000; i++)
            {
                writer.Json.WriteNumberValue(i);
                await writer.FlushIfLargeAsync(cancellationToken);
            }

            if (fails)
            {
                throw new GraphQLException("Down.", ErrorCodes.Unavailable);
            }

            writer.Json.WriteEndArray();
        }
    }
}
