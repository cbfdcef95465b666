using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Domain.Seeding;
using HealthGraph.Jobs.DataLake;
using HealthGraph.Jobs.Mips;
using HealthGraph.Jobs.Tests.DataLake;
using HealthGraph.Jobs.Tests.Runs;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Jobs.Tests.Mips;

/// <summary>Whole exports to a bucket whose server is in their way: what is there in the end is what an undisturbed export puts there.</summary>
public sealed class MipsExportS3Tests(PostgresServer server)
{
    // A file is sent in some parts: far smaller ones than a real server takes.
    private const int PartSize = 16 * 1024;

    private static readonly MipsExportArguments Arguments = new() { Year = 2025, States = ["CA"], AsOf = new DateOnly(2026, 1, 15) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_in_the_way()
    {
        await using var s3 = new S3Double();

        await HoldsAsync(s3, attempts: 1);
    }

    [Fact]
    public async Task Another_writer_at_the_same_moment_makes_it_write_the_file_once_more()
    {
        await using var s3 = new S3Double();
        s3.Trouble = Once(request => request.Headers["If-None-Match"] is not null, HttpStatusCode.Conflict);

        await HoldsAsync(s3, attempts: 1);

        Assert.Equal(2, s3.Requests.Count(request => request.Contains("?uploads", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_file_of_an_earlier_attempt_is_in_the_place()
    {
        await using var s3 = new S3Double();
        s3.Break = request =>
        {
            if (request.Headers["If-None-Match"] is not null && request.HttpMethod == "POST")
            {
                s3.Put(Uri.UnescapeDataString(request.Url.AbsolutePath).TrimStart('/'), [1, 2, 3]);
                s3.Break = _ => null;
            }

            return null;
        };

        await HoldsAsync(s3, attempts: 1);
    }

    [Theory]
    [InlineData("POST", "?uploadId", S3Break.BeforeAnswer)]
    [InlineData("POST", "?uploadId", S3Break.InAnswer)]
    [InlineData("PUT", "partNumber=2", S3Break.InRequest)]
    [InlineData("GET", "", S3Break.InAnswer)]
    public async Task The_connection_breaks(string method, string query, S3Break how)
    {
        await using var s3 = new S3Double();
        var broken = 0;
        s3.Break = request => request.HttpMethod == method
            && request.Url.Query.Contains(query, StringComparison.Ordinal)
            && request.Url.AbsolutePath.EndsWith("data.csv", StringComparison.Ordinal)
            && Interlocked.Exchange(ref broken, 1) == 0
            ? how
            : null;

        // What is read is not read twice by one attempt, unless the client had seen nothing of the answer yet.
        await HoldsAsync(s3, attempts: method == "GET" ? null : 1);

        Assert.Equal(1, broken);
    }

    [Fact]
    public async Task The_server_is_away_until_the_next_attempt()
    {
        await using var s3 = new S3Double();
        var isAway = true;
        s3.Trouble = request => isAway && request.Url.Query.Contains("partNumber=2", StringComparison.Ordinal) ? HttpStatusCode.ServiceUnavailable : null;

        await HoldsAsync(s3, attempts: 2, afterFirst: () => isAway = false);
    }

    private static Func<S3Request, HttpStatusCode?> Once(Func<S3Request, bool> which, HttpStatusCode status)
    {
        var done = 0;
        return request => which(request) && Interlocked.Exchange(ref done, 1) == 0 ? status : null;
    }

    private async Task HoldsAsync(S3Double s3, int? attempts, Action? afterFirst = null)
    {
        using var local = new TemporaryLake();
        using var undisturbed = new TemporaryLake();
        await using var database = await server.CreateDatabaseAsync();
        await new Seeder(database.DataSource).SeedAsync(new SeedOptions { Patients = 300, Teams = 0 }, progress: null, Token);
        using var lake = new S3DataLake(new DataLakeOptions
        {
            Bucket = "bucket",
            ServiceUrl = s3.Url,
            AccessKey = S3Double.AccessKey,
            SecretKey = S3Double.SecretKey,
            PartSize = PartSize,
        });
        await using var node = await JobsHost.StartAsync(
            database, configure: services => services.AddSingleton<IDataLake>(lake), lake: local.Directory, settings: [("Jobs:Backoff", "00:00:00.1")]);

        var asked = (await node.Queue.EnqueueAsync(MipsExportRun.Request(Arguments, "ann"), Token)).Run;
        if (afterFirst is not null)
        {
            await RunQueueTests.Until(node.Queue, asked.Id, seen => seen.ErrorCode is not null || seen.Attempt > 1);
            afterFirst();
        }

        var run = await RunQueueTests.Finished(node.Queue, asked.Id);
        Assert.True(run.State == RunState.Succeeded, $"{run.State} {run.ErrorCode} {run.ErrorMessage}");
        Assert.Equal(attempts ?? run.Attempt, run.Attempt);
        var sha256 = await UndisturbedAsync(database, undisturbed);
        const string Folder = "bucket/business-operations/healthmonix/2025/CA/2026-01-15";
        var manifest = JsonElement.Parse(s3.Objects[$"{Folder}/manifest.json"]);
        Assert.Equal(sha256, Hash(s3.Objects[$"{Folder}/data.csv"]));
        Assert.Equal(sha256, Hash(s3.Objects[$"{Folder}/runs/{run.Id:D}/data.csv"]));
        Assert.Equal(s3.Objects[$"{Folder}/manifest.json"], s3.Objects[$"{Folder}/runs/{run.Id:D}/manifest.json"]);
        Assert.Equal((sha256, run.Id), (manifest.GetProperty("sha256").GetString(), manifest.GetProperty("runId").GetGuid()));
        Assert.Equal(sha256, Hash(await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(Path.Combine(local.Directory, "outbox"))), Token)));
        Assert.Equal(4, s3.Objects.Count);
        Assert.Equal(0, s3.OpenUploads);
    }

    private static async Task<string> UndisturbedAsync(TestDatabase database, TemporaryLake lake)
    {
        await using var node = await JobsHost.StartAsync(database, Scheduling.JobsRole.Foreground, lake: lake.Directory);
        var outputs = await node.Services.GetRequiredService<MipsExporter>().ExportAsync(Arguments with { Upload = false }, "ann", progress: null, Token);
        return Hash(await File.ReadAllBytesAsync(Path.Combine(lake.Root, outputs.States[0].Path!), Token));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
