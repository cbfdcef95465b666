using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Execution;

public sealed class StreamedValueTests
{
    private const string Sdl = "type Query { a: [Int] b: [Int] c: Int d: Query e: Int! }";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Streamed_values_stand_in_the_order_of_the_document_and_errors_follow_the_data()
    {
        var response = await RunAsync(
            "{ a c d { b } b }",
            a: new Rows(2),
            b: new Rows(1));

        Assert.Equal(
            """{"data":{"a":[0,1],"c":null,"d":{"b":[0]},"b":[0]},"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":5}],"path":["c"],"extensions":{"code":"INTERNAL"}}]}""",
            response);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_value_that_fails_before_anything_of_it_left_is_null_with_an_error(int rowsBefore)
    {
        var response = await RunAsync("{ a b }", a: new Rows(rowsBefore, fails: true), b: new Rows(2));

        Assert.Equal(
            """{"data":{"a":null,"b":[0,1]},"errors":[{"message":"Down.","locations":[{"line":1,"column":3}],"path":["a"],"extensions":{"code":"UNAVAILABLE"}}]}""",
            response);
    }

    [Fact]
    public async Task The_host_can_still_choose_a_status_when_nothing_has_left()
    {
        using var result = await ExecuteAsync("{ d { a } }", new Rows(0, fails: true), null);
        await using var writer = new ResponseWriter(new MemoryStream());

        await ResultSerializer.WriteAsync(result, writer, Cancellation);

        Assert.False(writer.HasStarted);
        Assert.Equal(ErrorCodes.Unavailable, Assert.Single(writer.Errors).Code);
    }

    [Fact]
    public async Task A_value_that_fails_after_part_of_it_left_breaks_the_response_off()
    {
        using var result = await ExecuteAsync("{ a }", new Rows(100_000, fails: true), null);
        await using var writer = new ResponseWriter(new MemoryStream());

        await Assert.ThrowsAsync<ResponseAbortedException>(async () => await ResultSerializer.WriteAsync(result, writer, Cancellation));

        Assert.True(writer.HasStarted);
    }

    [Fact]
    public async Task A_long_value_leaves_in_pieces()
    {
        using var result = await ExecuteAsync("{ a }", new Rows(200_000), null);
        var output = new LargestWrite();
        await using var writer = new ResponseWriter(output);

        await ResultSerializer.WriteAsync(result, writer, Cancellation);
        await writer.FlushAsync(Cancellation);

        Assert.InRange(output.Largest, 1, 40_000);
        Assert.True(output.Total > 1_000_000);
    }

    [Fact]
    public async Task An_item_of_a_list_that_fails_is_null_in_its_place()
    {
        var executor = Executor("type Query { l: [[Int]]! }", new()
        {
            ["Query.l"] = Return(new object?[] { new Rows(3, fails: true), new Rows(1), new Rows(3, fails: true), null, new Rows(20_000), new Rows(0, fails: true), new Rows(1, fails: true) }),
        });
        using var result = Assert.IsType<ExecutionResult>(await executor.ExecuteAsync(For("{ l }"), Cancellation));

        using var response = System.Text.Json.JsonDocument.Parse(await WriteAsync(result));

        var list = response.RootElement.GetProperty("data").GetProperty("l");
        Assert.Equal([0, 2, 3, 5, 6], list.EnumerateArray().Index().Where(item => item.Item.ValueKind == System.Text.Json.JsonValueKind.Null).Select(item => item.Index));
        Assert.Equal(20_000, list[4].GetArrayLength());
        Assert.Equal(
            ["""["l",0]""", """["l",2]""", """["l",5]""", """["l",6]"""],
            response.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetRawText()));
    }

    [Fact]
    public async Task The_time_limit_of_the_request_ends_a_value_while_it_is_written()
    {
        var executor = Executor(Sdl, new() { ["Query.a"] = Return(new Endless()) }, new() { Timeout = TimeSpan.FromMilliseconds(50) });

        var response = await executor.RunAsync("{ a }");

        Assert.Contains("HC0045", response, StringComparison.Ordinal);
        Assert.StartsWith("""{"data":{"a":null}""", response, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string document, StreamedValue a, StreamedValue? b)
    {
        using var result = await ExecuteAsync(document, a, b);
        return await WriteAsync(result);
    }

    private static async Task<ExecutionResult> ExecuteAsync(string document, StreamedValue a, StreamedValue? b)
    {
        var executor = Executor(Sdl, new()
        {
            ["Query.a"] = Return(a),
            ["Query.b"] = ReturnLater(b),
            ["Query.c"] = Throw(new InvalidOperationException()),
            ["Query.d"] = Return(new object()),
        });
        return Assert.IsType<ExecutionResult>(await executor.ExecuteAsync(For(document), Cancellation));
    }

    private sealed class Rows(int count, bool fails = false) : StreamedValue
    {
        public override async ValueTask WriteAsync(ResponseWriter writer, CancellationToken cancellationToken)
        {
            writer.Json.WriteStartArray();
            for (var i = 0; i < count; i++)
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

    private sealed class Endless : StreamedValue
    {
        public override async ValueTask WriteAsync(ResponseWriter writer, CancellationToken cancellationToken)
        {
            writer.Json.WriteStartArray();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    private sealed class LargestWrite : MemoryStream
    {
        public int Largest { get; private set; }

        public long Total { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Largest = Math.Max(Largest, buffer.Length);
            Total += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
