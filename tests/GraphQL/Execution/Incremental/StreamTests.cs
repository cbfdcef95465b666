using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Execution.Incremental;

/// <summary><c>@stream</c>: the cases that a reader wants to see; the oracle in tests/Conformance has the rest.</summary>
public sealed class StreamTests
{
    private const string Sdl = DeferTests.Directives + "type Query { ints: [Int] sure: [Int!] items: [Item] } type Item { id: Int loaded: Int slow: Int }";

    [Fact]
    public async Task Items_after_the_first_come_later() => Assert.Equal(
        [
            """{"data":{"ints":[1]},"pending":[{"id":"0","path":["ints"],"label":"rest"}],"hasNext":true}""",
            """{"incremental":[{"id":"0","items":[2,3]}],"completed":[{"id":"0"}],"hasNext":false}""",
        ],
        await Executor(Return(new[] { 1, 2, 3 })).DeliverAsync("{ ints @stream(initialCount: 1, label: \"rest\") }"));

    [Fact]
    public async Task A_list_that_ends_before_its_initial_count_is_whole() => Assert.Equal(
        ["""{"data":{"ints":[1,2,3]}}"""], await Executor(Return(new[] { 1, 2, 3 })).DeliverAsync("{ ints @stream(initialCount: 4) }"));

    [Theory]
    [InlineData("""{"now":2}""", "[1,2]")]
    [InlineData("{}", "[]")]
    public async Task The_initial_count_may_be_a_variable(string variables, string initial)
    {
        var payloads = await Executor(Return(new[] { 1, 2, 3 })).DeliverAsync(
            "query ($now: Int! = 0) { ints @stream(initialCount: $now) }", variables);

        Assert.StartsWith($$"""{"data":{"ints":{{initial}}}""", payloads[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_negative_initial_count_is_an_error_of_the_field()
    {
        var payload = Assert.Single(await Executor(Return(new[] { 1 })).DeliverAsync("{ ints @stream(initialCount: -1) }"));

        Assert.Contains("initialCount must be a positive integer", payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_come_as_their_source_gives_them()
    {
        var second = new TaskCompletionSource();
        var executor = Executor(_ => new(Numbers()));

        using var result = Assert.IsType<GraphQL.Execution.Incremental.IncrementalResult>(await executor.BeginAsync("{ ints @stream }"));
        await using var updates = result.Updates.GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await updates.MoveNextAsync());
        Assert.Equal("""{"incremental":[{"id":"0","items":[1]}],"hasNext":true}""", await Payloads.TextOf(updates.Current));
        second.SetResult();
        Assert.True(await updates.MoveNextAsync());
        Assert.StartsWith("""{"incremental":[{"id":"0","items":[2]}]""", await Payloads.TextOf(updates.Current), StringComparison.Ordinal);

        async IAsyncEnumerable<object?> Numbers()
        {
            yield return 1;
            await second.Task;
            yield return 2;
        }
    }

    [Fact]
    public async Task A_source_that_breaks_ends_its_list_with_the_error() => Assert.Equal(
        [
            """{"data":{"ints":[1]},"pending":[{"id":"0","path":["ints"]}],"hasNext":true}""",
            """{"incremental":[{"id":"0","items":[2]}],"hasNext":true}""",
            """{"completed":[{"id":"0","errors":[{"message":"Down.","locations":[{"line":1,"column":3}],"path":["ints"],"extensions":{"code":"UNAVAILABLE"}}]}],"hasNext":false}""",
        ],
        await Executor(_ => new(Breaking())).DeliverAsync("{ ints @stream(initialCount: 1) }"));

    [Fact]
    public async Task An_item_that_may_not_be_null_ends_its_list_with_the_error()
    {
        var executor = Requests.Executor(Sdl, new() { ["Query.sure"] = Return(new int?[] { 1, 2, null, 4 }) });

        var payloads = await executor.DeliverAsync("{ sure @stream(initialCount: 1) }");

        Assert.Equal("""{"incremental":[{"id":"0","items":[2]}],"hasNext":true}""", payloads[1]);
        Assert.StartsWith(
            """{"completed":[{"id":"0","errors":[{"message":"Cannot return null for non-nullable field Query.sure.","locations":[{"line":1,"column":3}],"path":["sure",2]""",
            payloads[2],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fragment_deferred_in_an_item_is_announced_with_the_item()
    {
        var executor = Requests.Executor(
            Sdl, new() { ["Query.items"] = Return(new[] { new { Id = 1 }, new { Id = 2 } }), ["Item.slow"] = ReturnLater(9) });

        var payloads = await executor.DeliverAsync("{ items @stream(initialCount: 1) { id ... @defer { slow } } }");

        Assert.Equal(
            """{"data":{"items":[{"id":1}]},"pending":[{"id":"0","path":["items",0]},{"id":"1","path":["items"]}],"hasNext":true}""",
            payloads[0]);
        var all = string.Concat(payloads);
        Assert.Contains("""{"id":"2","path":["items",1]}""", all, StringComparison.Ordinal);
        Assert.Contains("""{"id":"2","data":{"slow":9}}""", all, StringComparison.Ordinal);
        Assert.EndsWith("\"hasNext\":false}", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_items_load_is_loaded_together()
    {
        var batches = new List<int>();
        var executor = Requests.Executor(Sdl, new()
        {
            ["Query.items"] = Return(Enumerable.Range(1, 5).Select(id => new { Id = id })),
            ["Item.loaded"] = async context => await BatchLoader<int, int>.For(
                context.Operation,
                "loaded",
                async (keys, _) =>
                {
                    batches.Add(keys.Count);
                    await Task.Yield();
                    return keys.ToDictionary(key => key, key => key * 10);
                }).LoadAsync((int)context.Parent!.GetType().GetProperty("Id")!.GetValue(context.Parent)!),
        });

        var payloads = await executor.DeliverAsync("{ items @stream { loaded } }");

        Assert.Equal([5], batches);
        Assert.Contains("""{"loaded":50}""", string.Concat(payloads), StringComparison.Ordinal);
    }

    private static OperationExecutor Executor(FieldResolver ints) => Requests.Executor(Sdl, new() { ["Query.ints"] = ints });

    private static async IAsyncEnumerable<object?> Breaking()
    {
        yield return 1;
        yield return 2;
        await Task.CompletedTask;
        throw new GraphQLException("Down.", ErrorCodes.Unavailable);
    }
}
