using System.Runtime.CompilerServices;
using System.Threading.Channels;
using HealthGraph.GraphQL.Execution.Incremental;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Execution.Incremental;

/// <summary>How a delivery ends when it does not run to its end, and how far it runs ahead of its reader.</summary>
public sealed class DeliveryEndTests
{
    private const string Sdl = DeferTests.Directives + "type Query { a: Int slow: Int ints: [Int] }";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_stops_ends_the_source_of_a_list()
    {
        var source = new Endless();
        using var result = await BeginAsync(source, "{ ints @stream }");

        await foreach (var update in result.Updates.WithCancellation(Cancellation))
        {
            Assert.NotEmpty(update.Incremental);
            break;
        }

        await source.Closed;
    }

    [Fact]
    public async Task A_result_that_is_given_up_unread_closes_the_source_of_a_list()
    {
        var source = new Endless();

        using (await BeginAsync(source, "{ ints @stream(initialCount: 1) }"))
        {
            Assert.Equal(1, source.Given);
        }

        await source.Closed;
        Assert.Equal(1, source.Given);
    }

    [Fact]
    public async Task A_reader_that_stops_cancels_resolvers_under_way()
    {
        var cancelled = new TaskCompletionSource();
        var executor = Executor(Sdl, new()
        {
            ["Query.a"] = Return(1),
            ["Query.slow"] = async context =>
            {
                using var registration = context.CancellationToken.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                return null;
            },
        });
        using var result = Assert.IsType<IncrementalResult>(await executor.BeginAsync("{ ... @defer { a } ... @defer { slow } }"));

        await foreach (var update in result.Updates.WithCancellation(Cancellation))
        {
            Assert.True(update.HasNext);
            break;
        }

        await cancelled.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_cancelled_reader_is_told_so()
    {
        var source = new Endless();
        using var result = await BeginAsync(source, "{ ints @stream }");
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in result.Updates.WithCancellation(cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });

        await source.Closed;
    }

    [Fact]
    public async Task When_the_time_is_over_all_that_is_pending_is_completed_with_an_error()
    {
        var executor = Executor(
            Sdl,
            new()
            {
                ["Query.a"] = Return(1),
                ["Query.slow"] = async _ =>
                {
                    // It does not listen.
                    await Task.Delay(Timeout.Infinite, Cancellation);
                    return null;
                },
                ["Query.ints"] = Return(Hanging()),
            },
            new() { Timeout = TimeSpan.FromMilliseconds(200) });

        var payloads = await executor.DeliverAsync("{ a ... @defer { slow } ints @stream }");

        Assert.Equal("""{"data":{"a":1,"ints":[]},"pending":[{"id":"0","path":[]},{"id":"1","path":["ints"]}],"hasNext":true}""", payloads[0]);
        Assert.Equal(
            """{"completed":[{"id":"0","errors":[{"message":"The request exceeded the configured timeout of `00:00:00.2000000`.","extensions":{"code":"HC0045"}}]},{"id":"1","errors":[{"message":"The request exceeded the configured timeout of `00:00:00.2000000`.","extensions":{"code":"HC0045"}}]}],"hasNext":false}""",
            payloads[^1]);
    }

    [Fact]
    public async Task A_list_is_read_no_further_ahead_than_allowed()
    {
        var source = new Endless();
        using var result = await BeginAsync(source, "{ ints @stream }");
        await using var updates = result.Updates.GetAsyncEnumerator(Cancellation);

        Assert.True(await updates.MoveNextAsync());
        var first = ItemsOf(updates.Current);
        await source.GivenAsync(first + 10);
        Assert.Equal(first + 10, source.Given);

        Assert.True(await updates.MoveNextAsync());
        var both = first + ItemsOf(updates.Current);
        Assert.InRange(source.Given, both, both + 10);

        static int ItemsOf(IncrementalUpdate update) => update.Incremental.Cast<IncrementalItems>().Sum(entry => entry.Items.Count);
    }

    [Fact]
    public async Task Nothing_that_was_put_off_begins_before_the_first_update_is_asked_for()
    {
        var calls = 0;
        var executor = Executor(Sdl, new() { ["Query.a"] = _ => new(++calls) });
        using var result = Assert.IsType<IncrementalResult>(await executor.BeginAsync("{ ... @defer { a } }"));

        Assert.Equal(0, calls);
    }

    private static async Task<IncrementalResult> BeginAsync(Endless source, string document)
    {
        var executor = Executor(Sdl, new() { ["Query.ints"] = Return(source.ReadAsync()) }, new() { StreamReadAhead = 10 });
        return Assert.IsType<IncrementalResult>(await executor.BeginAsync(document));
    }

    private static async IAsyncEnumerable<object?> Hanging([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield return 1;
    }

    private sealed class Endless
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Channel<int> _gave = Channel.CreateUnbounded<int>();
        private int _given;

        public Task Closed => _closed.Task.WaitAsync(Cancellation);

        public int Given => Volatile.Read(ref _given);

        public async Task GivenAsync(int count)
        {
            while (await _gave.Reader.ReadAsync(Cancellation) < count)
            {
            }
        }

        public async IAsyncEnumerable<object?> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                while (true)
                {
                    await Task.Yield();
                    cancellationToken.ThrowIfCancellationRequested();
                    var number = Interlocked.Increment(ref _given);
                    _gave.Writer.TryWrite(number);
                    yield return number;
                }
            }
            finally
            {
                _closed.TrySetResult();
            }
        }
    }
}
