using HealthGraph.Domain.Database;
using HealthGraph.Domain.Database.Embedded;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.DataLake;
using HealthGraph.Jobs.Tests.Delivery;
using HealthGraph.Testing.Postgres;
using Npgsql;

namespace HealthGraph.Jobs.Tests.Mips;

/// <summary>An export whose database or disk goes away in the middle: see <see cref="MipsExportScene"/>.</summary>
public sealed class MipsExportOutageTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("begin")]
    [InlineData("published")]
    [InlineData("delivered")]
    public async Task The_database_is_restarted_and_the_run_goes_on(string step)
    {
        var folder = Directory.CreateTempSubdirectory("healthgraph-restart-").FullName;
        using (var instance = InstanceLock.Acquire(folder))
        {
            var cluster = await EmbeddedPostgres.StartAsync(instance, new EmbeddedPostgresOptions(), Token);
            try
            {
                await using var database = await CreateDatabaseAsync(cluster);
                await using var scene = await MipsExportScene.StartAsync(database);
                scene.Node("one", $"{step}:2");
                await scene.HaltedAsync("one");

                await cluster.StopAsync(Token);
                cluster = await EmbeddedPostgres.StartAsync(instance, new EmbeddedPostgresOptions(), Token);
                scene.ForgetConnections();
                scene.GoOn("one");

                await scene.FinishedAsync();
                await scene.HoldsAsync();
            }
            finally
            {
                await cluster.DisposeAsync();
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_full_disk_leaves_nothing_half_done_and_with_room_the_run_is_done_again()
    {
        Assert.SkipUnless(await SshServer.MayMountAsync(), "This user may not mount what one process alone sees (unshare -m).");
        await using var database = await server.CreateDatabaseAsync();
        await using var scene = await MipsExportScene.StartAsync(database);
        var lake = scene.Root;

        // A megabyte, of which one page is free.
        scene.Node(
            "one", ":0", MipsExportScene.LongLease, $"mount -t tmpfs -o size=1m tmpfs {lake} && head -c 1044480 /dev/zero > {lake}/filler");
        var failed = await scene.FinishedAsync();
        Assert.Equal((RunState.Failed, DataLakeException.Full), (failed.State, failed.ErrorCode));
        Assert.Equal(["filler"], scene.LakeFiles());

        File.Delete(Path.Combine(scene.Root, "filler"));
        await scene.RetryAsync();
        await scene.FinishedAsync();

        await scene.HoldsAsync();
    }

    private static async Task<TestDatabase> CreateDatabaseAsync(EmbeddedPostgres cluster)
    {
        // Without a pool, which would hand out connections of the server as it was.
        var server = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Pooling = false }.ConnectionString;
        await using (var connection = new NpgsqlConnection(server))
        {
            await connection.OpenAsync(Token);
            await using var create = new NpgsqlCommand("CREATE DATABASE exported", connection);
            await create.ExecuteNonQueryAsync(Token);
        }

        var database = new TestDatabase(server, "exported");
        await DatabaseMigrator.MigrateAsync(database.DataSource, Token);
        return database;
    }
}
