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

    /// <summary>Keys of teams that see a share of the patients, by what that share is called.</summary>
    public IReadOnlyList<(string Share, string Key)> Teams { get; private init; } = [];

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

        var store = new ApiKeyStore(dataSource, TimeProvider.System);
        var created = await store.CreateAsync(new NewApiKey("bench", Role.Analyst), CancellationToken.None);
        return new BenchDatabase(folder, cluster, cluster.ConnectionString, created.Secret.Reveal())
        {
            Teams = await CreateTeamsAsync(dataSource, store),
        };
    }

    // Teams of the bench's own, far above the seed's ids.
    private static async Task<IReadOnlyList<(string Share, string Key)>> CreateTeamsAsync(NpgsqlDataSource dataSource, ApiKeyStore store)
    {
        var teams = new List<(string Share, string Key)>();
        foreach (var (id, share, oneIn) in new[] { (900_001L, "all patients", 1), (900_002L, "half of the patients", 2), (900_003L, "one patient in 150", 150) })
        {
            await using var fill = dataSource.CreateCommand("""
                WITH team AS (
                    INSERT INTO immunisation.team (id, name) VALUES ($1, 'Bench') ON CONFLICT (id) DO NOTHING
                )
                INSERT INTO immunisation.patient_team (patient_id, team_id, sources)
                SELECT id, $1, '{1}' FROM marketplace.patient WHERE abs(hashtext(id::text) % $2) = 0
                ON CONFLICT DO NOTHING
                """);
            fill.Parameters.Add(new() { Value = id });
            fill.Parameters.Add(new() { Value = oneIn });
            fill.CommandTimeout = 0;
            await fill.ExecuteNonQueryAsync();
            var key = await store.CreateAsync(new NewApiKey($"bench team of {share}", Role.Team) { Teams = [id] }, CancellationToken.None);
            teams.Add((share, key.Secret.Reveal()));
        }

        await using var analyze = dataSource.CreateCommand("VACUUM (ANALYZE) immunisation.patient_team");
        await analyze.ExecuteNonQueryAsync();
        return teams;
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }
}
