using System.Globalization;
using Npgsql;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>The connections of one attempt, all seeing the same snapshot.</summary>
internal sealed class ExportSession : IAsyncDisposable
{
    // What the bytes depend on, and what a long read needs.
    private const string Settings =
        """
        SET LOCAL TimeZone = 'UTC';
        SET LOCAL DateStyle = 'ISO';
        SET LOCAL jit = off;
        SET LOCAL statement_timeout = 0;
        SET LOCAL idle_in_transaction_session_timeout = 0
        """;

    // One COPY keeps one core of the server busy; two keep up with a second one here, which compresses.
    private const int LaneCount = 2;

    private readonly List<NpgsqlConnection> _lanes;

    private ExportSession(List<NpgsqlConnection> lanes, ExportSnapshot snapshot)
    {
        _lanes = lanes;
        Snapshot = snapshot;
    }

    public ExportSnapshot Snapshot { get; }

    /// <summary>Connections that see the same, to read two windows at a time.</summary>
    public IReadOnlyList<NpgsqlConnection> Lanes => _lanes;

    public static async Task<ExportSession> OpenAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var lanes = new List<NpgsqlConnection>();
        try
        {
            lanes.Add(await BeginAsync(dataSource, cancellationToken));
            var (name, snapshot) = await TakeSnapshotAsync(lanes[0], cancellationToken);
            while (lanes.Count < LaneCount)
            {
                lanes.Add(await BeginAsync(dataSource, cancellationToken));
                await ExecuteAsync(lanes[^1], $"SET TRANSACTION SNAPSHOT '{name}'", cancellationToken);
            }

            var session = new ExportSession(lanes, snapshot);
            await session.OnEachAsync(Settings, cancellationToken);
            return session;
        }
        catch
        {
            await CloseAsync(lanes);
            throw;
        }
    }

    /// <summary>Every connection knows which plans were changed since.</summary>
    public async Task FindChangedAsync(string table, ExportSnapshot earlier, CancellationToken cancellationToken)
    {
        await OnEachAsync(VisitPlanExportSql.CreateChanged(table, earlier, Snapshot), cancellationToken);
        await OnEachAsync($"ANALYZE {table}", cancellationToken);
    }

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(_lanes[0], sql);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!; // Every query asked for counts something or tests something.
    }

    /// <summary>The windows of the given size that follow a key.</summary>
    public async Task<List<ExportWindow>> WindowsAsync(
        string boundaries, int firstNumber, PlanKey? after, CancellationToken cancellationToken)
    {
        await using var command = Command(_lanes[0], boundaries);
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

    public async ValueTask DisposeAsync() => await CloseAsync(_lanes);

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

    private async Task OnEachAsync(string sql, CancellationToken cancellationToken)
    {
        foreach (var lane in _lanes)
        {
            await ExecuteAsync(lane, sql, cancellationToken);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

#pragma warning disable CA2100 // The one place of the export that sends its SQL: see VisitPlanExportSql for why nothing foreign is in it.
    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100

    private static async Task CloseAsync(List<NpgsqlConnection> lanes)
    {
        foreach (var lane in lanes)
        {
            await lane.DisposeAsync();
        }
    }
}
