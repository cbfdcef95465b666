using HealthGraph.Testing.Postgres;
using Npgsql;

namespace HealthGraph.Jobs.Tests.Mips;

/// <summary>A lock that every build comes to when its rows are written and not yet committed.</summary>
internal sealed class HeldBuild : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlConnection _connection;

    private HeldBuild(TestDatabase database, NpgsqlConnection connection) => (_database, _connection) = (database, connection);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<HeldBuild> BeginAsync(TestDatabase database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE mips.export IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync(Token);
        return new HeldBuild(database, connection);
    }

    public async Task WaitsAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        while (await _database.ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'mips.export'::regclass") == 0)
        {
            await Task.Delay(20, deadline.Token);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
