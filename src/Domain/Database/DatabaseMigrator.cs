using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HealthGraph.Domain.Database;

/// <summary>Brings a database up to this release, by EF Core's own migrator. Several nodes may try at once.</summary>
public static class DatabaseMigrator
{
    public const string HistoryTable = "migration";
    public const string HistorySchema = "healthgraph";

    // Any number, as long as it stays the same: 'healthgr' in ASCII.
    private const long AdvisoryLock = 0x6865616c74686772;

    /// <summary>The migrations that were applied, in order; none when the database was up to date.</summary>
    public static async Task<IReadOnlyList<string>> MigrateAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var turn = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await turn.BeginTransactionAsync(cancellationToken);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", turn, transaction)
        {
            // The other node's migrations may take as long as they take.
            CommandTimeout = 0,
            Parameters = { new() { Value = AdvisoryLock } },
        };
        await take.ExecuteNonQueryAsync(cancellationToken);

        await using var context = new HealthGraphDbContext(HealthGraphDbContext.Options(dataSource));
        context.Database.SetCommandTimeout(TimeSpan.Zero);
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        await context.Database.MigrateAsync(cancellationToken);
        return pending;
    }

    /// <summary>The migrations of this release that the database lacks: a node that finds some is not ready.</summary>
    public static async Task<IReadOnlyList<string>> PendingAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var context = new HealthGraphDbContext(HealthGraphDbContext.Options(dataSource));
        return [.. await context.Database.GetPendingMigrationsAsync(cancellationToken)];
    }
}
