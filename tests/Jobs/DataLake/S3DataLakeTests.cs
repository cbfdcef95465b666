using System.Net;
using HealthGraph.Jobs.DataLake;

namespace HealthGraph.Jobs.Tests.DataLake;

public sealed class S3DataLakeTests : IAsyncDisposable
{
    private const int PartSize = 5 * 1024 * 1024;

    private readonly S3Double _server = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_small_file_is_put_whole_in_one_request()
    {
        using var lake = Lake();

        await WriteAsync(lake, "a/small.csv", 1000);

        Assert.Equal(Bytes(1000), _server.Objects["bucket/exports/a/small.csv"]);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_large_file_of_unknown_length_is_invisible_until_its_parts_are_put_together()
    {
        using var lake = Lake();
        var length = (2 * PartSize) + 12_345;

        await using (var file = await lake.CreateAsync("large", Token))
        {
            foreach (var piece in Bytes(length).Chunk(100_000))
            {
                await file.WriteAsync(piece, Token);
            }

            Assert.Empty(_server.Objects);
            Assert.Equal(1, _server.OpenUploads);
            await file.CompleteAsync(Token);
        }

        Assert.Equal(Bytes(length), _server.Objects["bucket/exports/large"]);
        Assert.Equal(0, _server.OpenUploads);
    }

    [Fact]
    public async Task A_large_file_that_is_not_completed_is_aborted()
    {
        using var lake = Lake();

        await using (var file = await lake.CreateAsync("large", Token))
        {
            await file.WriteAsync(Bytes(PartSize + 1), Token);
            Assert.Equal(1, _server.OpenUploads);
        }

        Assert.Empty(_server.Objects);
        Assert.Equal(0, _server.OpenUploads);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(PartSize + 1000)]
    public async Task A_new_file_replaces_none_and_takes_its_place_when_that_is_gone(int length)
    {
        using var lake = Lake();
        await WriteAsync(lake, "own", 10);
        await using var file = await lake.CreateAsync("own", Token);
        await file.WriteAsync(Bytes(length), Token);

        var refused = await Assert.ThrowsAsync<DataLakeException>(() => file.CompleteNewAsync(Token));

        Assert.Equal((DataLakeException.Exists, false), (refused.Code, refused.IsTransient));
        Assert.Equal(Bytes(10), _server.Objects["bucket/exports/own"]);
        await lake.DeleteAsync("own", Token);
        await file.CompleteNewAsync(Token);
        Assert.Equal(Bytes(length), _server.Objects["bucket/exports/own"]);
        Assert.Equal(0, _server.OpenUploads);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(PartSize + 1000)]
    public async Task Two_writers_of_a_new_file_at_the_same_moment_are_told_and_leave_nothing(int length)
    {
        using var lake = Lake();
        _server.Trouble = request => request.Headers["If-None-Match"] is null ? null : HttpStatusCode.Conflict;

        await using (var file = await lake.CreateAsync("own", Token))
        {
            await file.WriteAsync(Bytes(length), Token);
            var refused = await Assert.ThrowsAsync<DataLakeException>(() => file.CompleteNewAsync(Token));
            Assert.Equal((DataLakeException.Conflict, true), (refused.Code, refused.IsTransient));
        }

        Assert.Empty(_server.Objects);
        Assert.Equal(0, _server.OpenUploads);
    }

    [Fact]
    public async Task Files_are_listed_over_pages_opened_and_deleted()
    {
        using var lake = Lake();
        foreach (var name in new[] { "d/1", "d/2", "d/3", "d/e/4", "other" })
        {
            await WriteAsync(lake, name, 10);
        }

        Assert.Equal(["d/1", "d/2", "d/3", "d/e/4"], await ListAsync(lake, "d"));
        await lake.DeleteAsync("d/2", Token);
        Assert.Equal(["d/1", "d/3", "d/e/4"], await ListAsync(lake, "d"));
        Assert.False(await lake.ExistsAsync("d/2", Token));
        Assert.True(await lake.ExistsAsync("d/3", Token));
        await using var stream = await lake.OpenAsync("d/3", Token);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read, Token);
        Assert.Equal(Bytes(10), read.ToArray());
    }

    [Fact]
    public async Task A_wrong_secret_is_one_clear_error()
    {
        using var lake = Lake(secret: "wrong");

        var refused = await Assert.ThrowsAsync<DataLakeException>(() => WriteAsync(lake, "x", 10));

        Assert.Equal((DataLakeException.Denied, false), (refused.Code, refused.IsTransient));
    }

    [Fact]
    public async Task A_missing_file_is_one_clear_error()
    {
        using var lake = Lake();

        var refused = await Assert.ThrowsAsync<DataLakeException>(() => lake.OpenAsync("none", Token));

        Assert.Equal(DataLakeException.NotFound, refused.Code);
    }

    [Fact]
    public async Task A_server_that_fails_once_in_a_while_does_no_harm()
    {
        using var lake = Lake();
        var requests = 0;
        _server.Trouble = _ => Interlocked.Increment(ref requests) % 2 == 1 ? HttpStatusCode.ServiceUnavailable : null;

        await WriteAsync(lake, "x", PartSize + 10);

        Assert.Equal(Bytes(PartSize + 10), _server.Objects["bucket/exports/x"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    public async Task A_server_that_keeps_failing_in_the_middle_leaves_no_file(HttpStatusCode status)
    {
        using var lake = Lake();
        _server.Trouble = request => request.Url.Query.Contains("partNumber=2", StringComparison.Ordinal) ? status : null;

        var failed = await Assert.ThrowsAsync<DataLakeException>(() => WriteAsync(lake, "x", 2 * PartSize));

        Assert.Equal((DataLakeException.Unavailable, true), (failed.Code, failed.IsTransient));
        Assert.Empty(_server.Objects);
        Assert.Equal(0, _server.OpenUploads);
    }

    [Theory]
    [InlineData("partNumber=2", S3Break.InRequest)]
    [InlineData("partNumber=2", S3Break.BeforeAnswer)]
    [InlineData("uploads", S3Break.InAnswer)]
    public async Task A_connection_that_breaks_once_does_no_harm(string request, S3Break how)
    {
        using var lake = Lake();
        BreakOnce(request, how);

        await WriteAsync(lake, "x", (2 * PartSize) + 10);

        Assert.Equal(Bytes((2 * PartSize) + 10), _server.Objects["bucket/exports/x"]);
    }

    [Theory]
    [InlineData("partNumber=2", S3Break.InRequest)]
    [InlineData("partNumber=2", S3Break.BeforeAnswer)]
    [InlineData("uploadId=", S3Break.InAnswer)]
    public async Task A_connection_that_keeps_breaking_is_one_clear_error_and_leaves_nothing(string request, S3Break how)
    {
        using var lake = Lake();
        _server.Break = asked => asked.HttpMethod != "DELETE" && asked.Url.Query.Contains(request, StringComparison.Ordinal) ? how : null;

        var failed = await Assert.ThrowsAsync<DataLakeException>(() => WriteAsync(lake, "x", 2 * PartSize));

        Assert.Equal((DataLakeException.Unavailable, true), (failed.Code, failed.IsTransient));
        Assert.Equal(0, _server.OpenUploads);
    }

    [Fact]
    public async Task An_answer_that_gets_lost_when_the_parts_are_put_together_asks_for_the_file_once_more()
    {
        using var lake = Lake();
        BreakOnce("?uploadId", S3Break.BeforeAnswer);

        var failed = await Assert.ThrowsAsync<DataLakeException>(() => WriteAsync(lake, "x", PartSize + 10));

        Assert.Equal((DataLakeException.Conflict, true), (failed.Code, failed.IsTransient));
        Assert.Equal(Bytes(PartSize + 10), _server.Objects["bucket/exports/x"]);
        Assert.Equal(0, _server.OpenUploads);
    }

    [Theory]
    [InlineData(S3Break.InAnswer)]
    [InlineData(S3Break.SilentInAnswer)]
    public async Task A_file_whose_end_does_not_come_is_an_error_and_not_a_shorter_file(S3Break how)
    {
        using var patient = Lake();
        await WriteAsync(patient, "x", 1000);
        using var lake = Lake(timeout: TimeSpan.FromSeconds(1));
        _server.Break = _ => how;

        var failed = await Assert.ThrowsAsync<DataLakeException>(async () =>
        {
            await using var stream = await lake.OpenAsync("x", Token);
            await stream.CopyToAsync(Stream.Null, Token);
        });

        Assert.Equal((DataLakeException.Unavailable, true), (failed.Code, failed.IsTransient));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_left_after_a_time_and_that_is_no_wish_to_stop()
    {
        using var lake = Lake(timeout: TimeSpan.FromSeconds(1));
        _server.Break = _ => S3Break.Silent;

        var failed = await Assert.ThrowsAsync<DataLakeException>(() => WriteAsync(lake, "x", 10));

        Assert.Equal((DataLakeException.Unavailable, true), (failed.Code, failed.IsTransient));
    }

    [Fact]
    public async Task Somebody_who_wants_to_stop_does_not_wait_for_the_server()
    {
        using var lake = Lake();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _server.Break = _ =>
        {
            stop.Cancel();
            return S3Break.Silent;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lake.ExistsAsync("x", stop.Token));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_taken_away()
    {
        using var killed = Lake();
        var left = await killed.CreateAsync("d/left", Token);
        await left.WriteAsync(Bytes(PartSize), Token);
        using var lake = Lake();

        await lake.RemoveUnfinishedAsync("d", Token);

        Assert.Equal(0, _server.OpenUploads);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private void BreakOnce(string request, S3Break how)
    {
        var broken = 0;
        _server.Break = asked => asked.Url.Query.Contains(request, StringComparison.Ordinal) && Interlocked.Exchange(ref broken, 1) == 0 ? how : null;
    }

    private S3DataLake Lake(string secret = S3Double.SecretKey, TimeSpan? timeout = null) => new(new DataLakeOptions
    {
        Timeout = timeout ?? new DataLakeOptions().Timeout,
        Bucket = "bucket",
        Prefix = "exports",
        ServiceUrl = _server.Url,
        AccessKey = S3Double.AccessKey,
        SecretKey = secret,
        PartSize = PartSize,
    });

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static async Task WriteAsync(S3DataLake lake, string path, int length)
    {
        await using var file = await lake.CreateAsync(path, Token);
        await file.WriteAsync(Bytes(length), Token);
        await file.CompleteAsync(Token);
    }

    private static async Task<List<string>> ListAsync(S3DataLake lake, string folder)
    {
        var paths = new List<string>();
        await foreach (var entry in lake.ListAsync(folder, Token))
        {
            paths.Add(entry.Path);
        }

        return paths;
    }
}
