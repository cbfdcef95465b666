using HealthGraph.Domain.Database;
using HealthGraph.Domain.Database.Embedded;
using Npgsql;
using Xunit;

namespace HealthGraph.Testing.Postgres;

/// <summary>
/// The PostgreSQL that a test process works on: the one that HEALTHGRAPH_TEST_DB names, else a private cluster in a temporary folder,
/// started by the first test that asks for a database. A test project declares
/// <c>[assembly: AssemblyFixture(typeof(PostgresServer))]</c> and a test class takes it in its constructor.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string FolderPrefix = "healthgraph-test-";

    private readonly Lazy<Task<string>> _server;
    private readonly Lazy<Task<string>> _template;
    private readonly string _run = Guid.NewGuid().ToString("N")[..12];
    private InstanceLock? _folder;
    private EmbeddedPostgres? _cluster;

    public PostgresServer()
    {
        _server = new Lazy<Task<string>>(StartAsync);
        _template = new Lazy<Task<string>>(CreateTemplateAsync);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A database of its own for one test: every migration applied, nothing in it.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync() => await CreateAsync(await _template.Value);

    /// <summary>A database without a table, for tests of the migrations themselves.</summary>
    public Task<TestDatabase> CreateEmptyDatabaseAsync() => CreateAsync("template0");

    public async ValueTask DisposeAsync()
    {
        if (_template.IsValueCreated && _template.Value.IsCompletedSuccessfully)
        {
            await TestDatabase.ExecuteAsync(await _server.Value, $"DROP DATABASE IF EXISTS {await _template.Value} WITH (FORCE)");
        }

        if (_cluster is not null && _folder is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await _cluster.DisposeAsync();
            // Deleted while it is still ours: a test process that starts now would sweep it up at the same time.
            Directory.Delete(_folder.Directory, recursive: true);
            _folder.Dispose();
        }
    }

    private async Task<TestDatabase> CreateAsync(string template)
    {
        var server = await _server.Value;
        var name = $"test_{Guid.NewGuid():N}";
        await TestDatabase.ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE {template}");
        return new TestDatabase(server, name);
    }

    private async Task<string> CreateTemplateAsync()
    {
        var server = await _server.Value;
        var name = $"template_{_run}";
        await TestDatabase.ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE template0");
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false };
        await using var dataSource = DatabaseConnection.Create(connection.ConnectionString);
        await DatabaseMigrator.MigrateAsync(dataSource, CancellationToken.None);
        return name;
    }

    private async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("HEALTHGRAPH_TEST_DB") is { Length: > 0 } given)
        {
            return given;
        }

        await SweepAsync();
        _folder = InstanceLock.Acquire(Path.Combine(Path.GetTempPath(), FolderPrefix + _run));
        try
        {
            _cluster = await EmbeddedPostgres.StartAsync(
                _folder, new EmbeddedPostgresOptions { Durable = false }, TestContext.Current.CancellationToken);
            return _cluster.ConnectionString;
        }
        catch (EmbeddedPostgresException e) when (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
        {
            throw new PostgresMissingException(e.Message);
        }
    }

    // What test processes that were killed left running.
    private static async Task SweepAsync()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            try
            {
                using var left = InstanceLock.TryAcquire(folder);
                if (left is not null)
                {
                    await EmbeddedPostgres.StopLeftoverAsync(left, new EmbeddedPostgresOptions(), CancellationToken.None);
                    Directory.Delete(folder, recursive: true);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or EmbeddedPostgresException)
            {
                // Another user's, or being swept by another process at this moment.
            }
        }
    }
}
