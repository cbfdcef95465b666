using System.Net;
using Amazon.S3;
using HealthGraph.Jobs.DataLake;

namespace HealthGraph.Jobs.Tests.DataLake;

/// <summary>
/// The same lake on a real S3-compatible server: HEALTHGRAPH_TEST_S3=http://KEY:SECRET@HOST:PORT/BUCKET. <c>./test --s3</c> starts Ceph's.
/// </summary>
public sealed class S3ServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_are_whole_or_not_there_and_leftovers_go_away()
    {
        using var lake = new S3DataLake(await ServerAsync());
        var folder = $"test-{Guid.NewGuid():N}";
        var large = new byte[(11 * 1024 * 1024) + 17];
        new Random(1).NextBytes(large);

        await WriteAsync(lake, $"{folder}/small", large[..100]);
        await WriteAsync(lake, $"{folder}/large", large);
        await WriteAsync(lake, $"{folder}/empty", []);
        await using (var dropped = await lake.CreateAsync($"{folder}/dropped", Token))
        {
            await dropped.WriteAsync(large, Token);
        }

        var left = await lake.CreateAsync($"{folder}/left", Token);
        await left.WriteAsync(large, Token);
        await lake.RemoveUnfinishedAsync(folder, Token);

        Assert.Equal(
            [new LakeEntry($"{folder}/empty", 0), new LakeEntry($"{folder}/large", large.Length), new LakeEntry($"{folder}/small", 100)],
            await ListAsync(lake, folder));
        Assert.Equal(large, await ReadAsync(lake, $"{folder}/large"));
        await Assert.ThrowsAsync<DataLakeException>(() => left.CompleteAsync(Token));
        Assert.False(await lake.ExistsAsync($"{folder}/left", Token));
        foreach (var entry in await ListAsync(lake, folder))
        {
            await lake.DeleteAsync(entry.Path, Token);
        }

        Assert.Empty(await ListAsync(lake, folder));
    }

    [Fact]
    public async Task A_new_file_replaces_none_and_takes_its_place_when_that_is_gone()
    {
        using var lake = new S3DataLake(await ServerAsync());
        var path = $"test-{Guid.NewGuid():N}/own";
        await WriteAsync(lake, path, [1]);
        await using var file = await lake.CreateAsync(path, Token);
        await file.WriteAsync(new byte[] { 2, 3 }, Token);

        Assert.Equal(DataLakeException.Exists, (await Assert.ThrowsAsync<DataLakeException>(() => file.CompleteNewAsync(Token))).Code);
        Assert.Equal([1], await ReadAsync(lake, path));
        await lake.DeleteAsync(path, Token);
        await file.CompleteNewAsync(Token);

        Assert.Equal([2, 3], await ReadAsync(lake, path));
        await lake.DeleteAsync(path, Token);
    }

    [Fact]
    public async Task A_wrong_secret_and_a_missing_bucket_are_clear_errors()
    {
        var server = await ServerAsync();
        using var missing = new S3DataLake(Server("no-such-bucket"));
        server.SecretKey = "wrong";
        using var wrong = new S3DataLake(server);

        Assert.Equal(DataLakeException.Denied, await CodeAsync(wrong));
        Assert.Equal(DataLakeException.NotFound, await CodeAsync(missing));
    }

    private static async Task<DataLakeOptions> ServerAsync()
    {
        var options = Server();
        using var client = S3ClientFactory.Create(options);
        try
        {
            await client.PutBucketAsync(options.Bucket, Token);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.Conflict)
        {
            // It is there.
        }

        return options;
    }

    private static DataLakeOptions Server(string? bucket = null)
    {
        var given = Environment.GetEnvironmentVariable("HEALTHGRAPH_TEST_S3");
        Assert.SkipWhen(string.IsNullOrEmpty(given), "HEALTHGRAPH_TEST_S3 names no S3 server; ./test --s3 starts one.");
        var url = new Uri(given!);
        var keys = url.UserInfo.Split(':', 2);
        return new DataLakeOptions
        {
            Bucket = bucket ?? url.AbsolutePath.Trim('/'),
            ServiceUrl = url.GetLeftPart(UriPartial.Authority).Replace($"{url.UserInfo}@", "", StringComparison.Ordinal),
            AccessKey = keys[0],
            SecretKey = keys[1],
            PartSize = 5 * 1024 * 1024,
        };
    }

    // A server under load may break off first, as a run would try again.
    private static async Task<string> CodeAsync(S3DataLake lake)
    {
        for (var attempt = 1; ; attempt++)
        {
            var failure = await Assert.ThrowsAsync<DataLakeException>(() => WriteAsync(lake, "x", [1]));
            if (!failure.IsTransient || attempt == 10)
            {
                return failure.Code;
            }
        }
    }

    private static async Task WriteAsync(S3DataLake lake, string path, byte[] content)
    {
        await using var file = await lake.CreateAsync(path, Token);
        await file.WriteAsync(content, Token);
        await file.CompleteAsync(Token);
    }

    private static async Task<byte[]> ReadAsync(S3DataLake lake, string path)
    {
        await using var stream = await lake.OpenAsync(path, Token);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, Token);
        return content.ToArray();
    }

    private static async Task<List<LakeEntry>> ListAsync(S3DataLake lake, string folder)
    {
        var entries = new List<LakeEntry>();
        await foreach (var entry in lake.ListAsync(folder, Token))
        {
            entries.Add(entry);
        }

        return entries;
    }
}
