using Npgsql;
using NpgsqlTypes;

namespace HealthGraph.Domain.Audit;

/// <summary>Keeps the months of <c>access.audit_event</c>: those to come are made, those past their time dropped.</summary>
public static class AuditPartitions
{
    /// <summary>Months that are made ahead: a job that does not run for so long loses nothing.</summary>
    public const int MonthsAhead = 3;

    // Any number, if only this asks for it.
    private const long Lock = 0x6175646974;

    /// <param name="dataSource">As the owner of the table.</param>
    /// <param name="now">Now.</param>
    /// <param name="retentionMonths">For how many months an event is kept at least; 0 is for ever.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was done; null when another node is at it.</returns>
    public static async Task<AuditMonths?> MaintainAsync(
        NpgsqlDataSource dataSource, DateTimeOffset now, int retentionMonths, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // A partition cannot come or go while a long query reads the audit: later is soon enough, and writers must not wait behind this.
        await using var command = new NpgsqlCommand(
            "SELECT set_config('lock_timeout', '2s', true), pg_try_advisory_xact_lock($1)", connection, transaction)
        {
            Parameters = { new() { Value = Lock } },
        };
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            if (!reader.GetBoolean(1))
            {
                return null;
            }
        }

        await using var made = new NpgsqlCommand("SELECT access.make_audit_months($1, $2)", connection, transaction)
        {
            Parameters = { Instant(now), new() { Value = MonthsAhead } },
        };
        await using var dropped = new NpgsqlCommand("SELECT access.drop_audit_months($1)", connection, transaction)
        {
            Parameters = { Instant(now.AddMonths(-retentionMonths)) },
        };
        var months = new AuditMonths(
            (int)(await made.ExecuteScalarAsync(cancellationToken))!,
            retentionMonths == 0 ? 0 : (int)(await dropped.ExecuteScalarAsync(cancellationToken))!);
        await transaction.CommitAsync(cancellationToken);
        return months;
    }

    private static NpgsqlParameter Instant(DateTimeOffset value) =>
        new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = value.ToUniversalTime() };
}

/// <summary>What was done about the audit's months.</summary>
/// <param name="Made">Partitions made.</param>
/// <param name="Dropped">Partitions dropped.</param>
public sealed record AuditMonths(int Made, int Dropped);
