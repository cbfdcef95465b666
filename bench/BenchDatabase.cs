using System.Globalization;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Database;
using HealthGraph.Domain.Database.Embedded;
using HealthGraph.Domain.Seeding;
using Npgsql;

namespace HealthGraph.Bench;

/// <summary>A private PostgreSQL under <c>.cache/bench-N</c>, seeded once and kept for the next run.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    // By performance.md: 500,000 visit plans on 200,000 care plans, and the seeder gives a patient a little over one care plan.
    private const double PlansPerPatient = 2.7;

    private readonly InstanceLock _folder;
    private readonly EmbeddedPostgres _cluster;

    private BenchDatabase(InstanceLock folder, EmbeddedPostgres cluster, string connectionString, string key)
    {
        _folder = folder;
        _cluster = cluster;
        ConnectionString = connectionString;
        Key = key;
        DataSource = DatabaseConnection.Create(connectionString);
    }

    public string ConnectionString { get; }

    /// <summary>An analyst's API key.</summary>
    public string Key { get; }

    public NpgsqlDataSource DataSource { get; }

    public static async Task<BenchDatabase> OpenAsync(int plans)
    {
        var path = Path.Combine(".cache", string.Create(CultureInfo.InvariantCulture, $"bench-{plans}"));
        var folder = InstanceLock.Acquire(Path.GetFullPath(path));
        var cluster = await EmbeddedPostgres.StartAsync(folder, new EmbeddedPostgresOptions(), CancellationToken.None);
        await using var dataSource = DatabaseConnection.Create(cluster.ConnectionString);
        await DatabaseMigrator.MigrateAsync(dataSource, CancellationToken.None);
        var seeder = new Seeder(dataSource);
        if (await seeder.IsEmptyAsync(CancellationToken.None))
        {
            await Console.Error.WriteLineAsync($"Seeding about {plans:#,0} visit plans, once …");
            await seeder.SeedAsync(new SeedOptions { Patients = (int)(plans / PlansPerPatient) }, null, CancellationToken.None);
            await using var analyze = dataSource.CreateCommand("VACUUM (ANALYZE)");
            analyze.CommandTimeout = 0;
            await analyze.ExecuteNonQueryAsync();
        }

        var created = await new ApiKeyStore(dataSource, TimeProvider.System).CreateAsync(
            new NewApiKey("bench", Role.Analyst), CancellationToken.None);
        return new BenchDatabase(folder, cluster, cluster.ConnectionString, created.Secret.Reveal());
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }
}
