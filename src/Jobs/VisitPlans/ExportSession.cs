using System.Globalization;
using Npgsql;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>The connections of one attempt, all seeing the same snapshot.</summary>
internal sealed class ExportSession : IAsyncDisposable
{
    private ExportSession(NpgsqlConnection plans, NpgsqlConnection entries, ExportSnapshot snapshot)
    {
        Plans = plans;
        Entries = entries;
        Snapshot = snapshot;
    }

    public ExportSnapshot Snapshot { get; }

    public NpgsqlConnection Plans { get; }

    public NpgsqlConnection Entries { get; }

    public static async Task<ExportSession> OpenAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var plans = await BeginAsync(dataSource, cancellationToken);
        try
        {
            var (name, snapshot) = await TakeSnapshotAsync(plans, cancellationToken);
            var entries = await BeginAsync(dataSource, cancellationToken);
            try
            {
                await ExecuteAsync(entries, $"SET TRANSACTION SNAPSHOT '{name}'", cancellationToken);
                await SetAsync(plans, cancellationToken);
                await SetAsync(entries, cancellationToken);
                return new ExportSession(plans, entries, snapshot);
            }
            catch
            {
                await entries.DisposeAsync();
                throw;
            }
        }
        catch
        {
            await plans.DisposeAsync();
            throw;
        }
    }

    /// <summary>Both connections know which plans were changed since.</summary>
    public async Task FindChangedAsync(string table, ExportSnapshot earlier, CancellationToken cancellationToken)
    {
        foreach (var connection in new[] { Plans, Entries })
        {
            await ExecuteAsync(connection, VisitPlanExportSql.CreateChanged(table, earlier, Snapshot), cancellationToken);
            await ExecuteAsync(connection, $"ANALYZE {table}", cancellationToken);
        }
    }

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(Plans, sql);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!; // Every query asked for counts something or tests something.
    }

    /// <summary>The windows of the given size that follow a key.</summary>
    public async Task<List<ExportWindow>> WindowsAsync(
        string boundaries, int firstNumber, PlanKey? after, CancellationToken cancellationToken)
    {
        await using var command = Command(Plans, boundaries);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var windows = new List<ExportWindow>();
        var before = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            var through = new PlanKey(reader.GetDateTime(0), reader.GetGuid(1));
            var n = reader.GetInt64(2);
            windows.Add(new ExportWindow(firstNumber + windows.Count, after, through, n - before));
            (after, before) = (through, n);
        }

        return windows;
    }

    public async ValueTask DisposeAsync()
    {
        await Entries.DisposeAsync();
        await Plans.DisposeAsync();
    }

    // The transaction goes with its connection: it only reads, and after a cancelled COPY there is none left to end.
    private static async Task<NpgsqlConnection> BeginAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<(string Name, ExportSnapshot Snapshot)> TakeSnapshotAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT
                pg_export_snapshot(),
                (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
                pg_snapshot_xmin(pg_current_snapshot())::text,
                pg_snapshot_xmax(pg_current_snapshot())::text,
                statement_timestamp()
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetString(0), new ExportSnapshot
        {
            DatabaseId = reader.GetInt64(1),
            Xmin = long.Parse(reader.GetString(2), CultureInfo.InvariantCulture),
            Xmax = long.Parse(reader.GetString(3), CultureInfo.InvariantCulture),
            TakenAt = reader.GetFieldValue<DateTimeOffset>(4),
        });
    }

    // What the bytes depend on, and what a long read needs.
    private static Task SetAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => ExecuteAsync(
        connection,
        """
        SET LOCAL TimeZone = 'UTC';
        SET LOCAL DateStyle = 'ISO';
        SET LOCAL jit = off;
        SET LOCAL statement_timeout = 0;
        SET LOCAL idle_in_transaction_session_timeout = 0
        """,
        cancellationToken);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

#pragma warning disable CA2100 // The one place of the export that sends its SQL: see VisitPlanExportSql for why nothing foreign is in it.
    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
}
