using System.Diagnostics;
using HealthGraph.Domain.Database;
using HealthGraph.Domain.Database.Embedded;
using HealthGraph.Domain.Errors;
using Npgsql;

namespace HealthGraph.Api.Hosting;

/// <summary>
/// The database for one verb: the server that the settings name; else the embedded one of the data folder, whoever runs it. When
/// nobody does, it is started for the verb and stopped after it.
/// </summary>
internal sealed class DatabaseSession : IAsyncDisposable
{
    // A ./run that has just begun says where its database is once that answers.
    private static readonly TimeSpan StartOfOthers = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly EmbeddedInstance? _own;

    private DatabaseSession(string connectionString, EmbeddedInstance? own)
    {
        ConnectionString = connectionString;
        DataSource = DatabaseConnection.Create(connectionString);
        _own = own;
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource DataSource { get; }

    public static async Task<DatabaseSession> OpenAsync(
        IConfiguration configuration, string dataDirectory, CancellationToken cancellationToken)
    {
        if (DatabaseOptions.From(configuration).ConnectionString is { } given)
        {
            return new DatabaseSession(given, own: null);
        }

        if (InstanceLock.TryAcquire(dataDirectory) is { } folder)
        {
            var own = await EmbeddedInstance.StartAsync(folder, cancellationToken);
            return new DatabaseSession(own.ConnectionString, own);
        }

        return new DatabaseSession(await FindRunningAsync(dataDirectory, cancellationToken), own: null);
    }

    /// <summary>Brings a database that only this verb uses up to date; one that others use is theirs to migrate.</summary>
    public async Task MigrateOwnAsync(CancellationToken cancellationToken)
    {
        if (_own is not null)
        {
            await DatabaseMigrator.MigrateAsync(DataSource, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    private static async Task<string> FindRunningAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < StartOfOthers)
        {
            if (EmbeddedPostgres.ConnectionStringOf(dataDirectory) is { } running)
            {
                return running;
            }

            await Task.Delay(Patience, cancellationToken);
        }

        throw new HealthGraphException(
            "INSTANCE_IN_USE", $"Another HealthGraph process holds {Path.GetFullPath(dataDirectory)}, and its database does not come up.");
    }
}
