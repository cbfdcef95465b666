using Npgsql;

namespace HealthGraph.Domain.CarePlans.Projection;

/// <summary>
/// Keeps <c>matrix.care_plan</c> and <c>matrix.appointment</c> from <c>eventstore.care_plan_event</c>.
/// <para>
/// A pass takes the events behind the checkpoint, replays the care plans they belong to, and sets rows and checkpoint in one
/// transaction: exactly once. Because a replay reads the stream in order of versions, an event that arrives before the ones it follows
/// waits for them. The checkpoint's row is locked meanwhile, so of several nodes one projects and the others pass by.
/// </para>
/// <para>
/// The checkpoint is a snapshot of the database, not a position: positions commit out of order, but a snapshot tells exactly which
/// transactions had ended when it was taken.
/// </para>
/// </summary>
public sealed class CarePlanProjector(NpgsqlDataSource dataSource)
{
    /// <summary>The read model's row in matrix.projection.</summary>
    public const string Name = "care_plan";

    private const int CarePlansAtOnce = 5_000;
    private const int FailuresAtOnce = 1_000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private sealed record Checkpoint(string? Snapshot);

    /// <summary>Takes in everything that has been written. With a new read model it is a rebuild.</summary>
    public async Task<ProjectionResult> CatchUpAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await TakeTurnAsync(connection, wait: false, cancellationToken) is not { } checkpoint)
        {
            return ProjectionResult.Nothing with { OtherNodeAtWork = true };
        }

        var result = checkpoint.Snapshot is { } snapshot
            ? await ProjectSinceAsync(connection, snapshot, cancellationToken)
            : await RebuildAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>Tries the stopped care plans again now: after a repair or with a new release. Otherwise each is tried every minute.</summary>
    public async Task<ProjectionResult> RetryStoppedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await TakeTurnAsync(connection, wait: true, cancellationToken) is null)
        {
            return ProjectionResult.Nothing;
        }

        var stopped = await StoppedAsync(connection, TimeSpan.Zero, int.MaxValue, cancellationToken);
        var result = await ProjectAsync(connection, stopped, events: 0, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>Makes the read model anew from every event, in one transaction: readers see the old one until it is done.</summary>
    public async Task<ProjectionResult> RebuildAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await TakeTurnAsync(connection, wait: true, cancellationToken);
        var result = await RebuildAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private static async Task<ProjectionResult> ProjectSinceAsync(
        NpgsqlConnection connection, string snapshot, CancellationToken cancellationToken)
    {
        await LinkLateReferencesAsync(connection, cancellationToken);
        var (touched, events, end) = await ReadSinceAsync(connection, snapshot, cancellationToken);
        touched.UnionWith(await StoppedAsync(connection, RetryAfter, FailuresAtOnce, cancellationToken));
        var result = await ProjectAsync(connection, touched, events, cancellationToken);
        if (events > 0)
        {
            await SaveAsync(connection, end, cancellationToken);
        }

        return result;
    }

    private static async Task<ProjectionResult> ProjectAsync(
        NpgsqlConnection connection, HashSet<Guid> touched, long events, CancellationToken cancellationToken)
    {
        if (touched.Count == 0)
        {
            return ProjectionResult.Nothing;
        }

        var stage = new ProjectionStage(connection);
        await stage.CreateAsync(cancellationToken);
        await stage.TouchAsync(touched, cancellationToken);
        // The reader and COPY cannot share the connection, so a part of the care plans is read whole, then staged.
        foreach (var part in touched.Order().Chunk(CarePlansAtOnce))
        {
            var replays = new List<Replay>(part.Length);
            await foreach (var replay in CarePlanEventReader.ReplayAsync(connection, part, limits: null, cancellationToken))
            {
                replays.Add(replay);
            }

            foreach (var replay in replays)
            {
                await stage.AddAsync(replay, cancellationToken);
            }
        }

        var stopped = await stage.MergeAsync(cancellationToken);
        return new ProjectionResult(events, stage.CarePlans, stopped);
    }

    private async Task<ProjectionResult> RebuildAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Taken before the events are read: what commits meanwhile may be read twice, never not at all.
        var snapshot = await CurrentSnapshotAsync(connection, cancellationToken);
        var stage = new ProjectionStage(connection);
        await stage.CreateAsync(cancellationToken);
        await stage.TouchAllAsync(cancellationToken);

        var events = 0L;
        await using var source = await dataSource.OpenConnectionAsync(cancellationToken);
        await foreach (var replay in CarePlanEventReader.ReplayAllAsync(source, cancellationToken))
        {
            events += replay.CarePlan?.Version ?? 0;
            await stage.AddAsync(replay, cancellationToken);
        }

        var stopped = await EmptyAndOursAloneAsync(connection, cancellationToken)
            ? await stage.FillAsync(cancellationToken)
            : await stage.MergeAsync(cancellationToken);
        await SaveAsync(connection, snapshot, cancellationToken);
        return new ProjectionResult(events, stage.CarePlans, stopped);
    }

    // Only what is empty is worth keeping readers away from, and only if they are done at once.
    private static async Task<bool> EmptyAndOursAloneAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var empty = new NpgsqlCommand(
            "SELECT NOT EXISTS (SELECT FROM matrix.care_plan) AND NOT EXISTS (SELECT FROM matrix.appointment)", connection);
        await using var mark = new NpgsqlCommand("SAVEPOINT before_lock", connection);
        await using var take = new NpgsqlCommand(
            "LOCK TABLE matrix.care_plan, matrix.appointment IN ACCESS EXCLUSIVE MODE NOWAIT", connection);
        await using var back = new NpgsqlCommand("ROLLBACK TO SAVEPOINT before_lock", connection);
        if (await empty.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return false;
        }

        await mark.ExecuteNonQueryAsync(cancellationToken);
        try
        {
            await take.ExecuteNonQueryAsync(cancellationToken);
            return await empty.ExecuteScalarAsync(cancellationToken) is true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await back.ExecuteNonQueryAsync(cancellationToken);
            return false;
        }
    }

    private static async Task<Checkpoint?> TakeTurnAsync(NpgsqlConnection connection, bool wait, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            // A snapshot that lies ahead of this server was taken on another, from which the data was restored: it says nothing here.
            $"""
            SELECT CASE WHEN pg_snapshot_xmax(snapshot) <= pg_snapshot_xmax(pg_current_snapshot()) THEN snapshot::text END
            FROM matrix.projection
            WHERE name = '{Name}'
            FOR UPDATE {(wait ? "" : "SKIP LOCKED")}
            """,
            connection)
        {
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Checkpoint(await reader.IsDBNullAsync(0, cancellationToken) ? null : reader.GetString(0))
            : null;
    }

    // One statement, so that the events and the snapshot that becomes the next checkpoint are of the same moment.
    private static async Task<(HashSet<Guid> Touched, long Events, string End)> ReadSinceAsync(
        NpgsqlConnection connection, string snapshot, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT present.snapshot::text, event.aggregate_id, count(event.aggregate_id)
            FROM (SELECT pg_current_snapshot() AS snapshot) AS present
            LEFT JOIN eventstore.care_plan_event AS event
                ON event.transaction_id >= pg_snapshot_xmin($1::text::pg_snapshot)
                AND NOT pg_visible_in_snapshot(event.transaction_id, $1::text::pg_snapshot)
                AND pg_visible_in_snapshot(event.transaction_id, present.snapshot)
            GROUP BY present.snapshot::text, event.aggregate_id
            """,
            connection)
        {
            CommandTimeout = 0,
            Parameters = { new() { Value = snapshot } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (touched, events, end) = (new HashSet<Guid>(), 0L, snapshot);
        while (await reader.ReadAsync(cancellationToken))
        {
            end = reader.GetString(0);
            if (!await reader.IsDBNullAsync(1, cancellationToken))
            {
                touched.Add(reader.GetGuid(1));
                events += reader.GetInt64(2);
            }
        }

        return (touched, events, end);
    }

    private static async Task<HashSet<Guid>> StoppedAsync(
        NpgsqlConnection connection, TimeSpan retryAfter, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT aggregate_id
            FROM matrix.projection_failure
            WHERE tried_at <= now() - $1
            ORDER BY tried_at
            LIMIT $2
            """,
            connection)
        {
            Parameters = { new() { Value = retryAfter }, new() { Value = limit } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var stopped = new HashSet<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            stopped.Add(reader.GetGuid(0));
        }

        return stopped;
    }

    // An event may name a therapist or a clinic before their row is there: the appointment keeps the name and finds them here. A visit plan
    // that was written while its care plan was finds its patient.
    private static async Task LinkLateReferencesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE matrix.appointment AS appointment
            SET therapist_id = therapist.id
            FROM matrix.therapist AS therapist
            WHERE appointment.therapist_id IS NULL
              AND appointment.clinicient_staff_id IS NOT NULL
              AND appointment.clinicient_staff_id = therapist.clinicient_staff_id;

            UPDATE matrix.appointment AS appointment
            SET destination_id = destination.id
            FROM matrix.destination AS destination
            WHERE appointment.destination_id IS NULL
              AND appointment.clinic_id IS NOT NULL
              AND appointment.clinic_id = destination.clinic_id;

            UPDATE marketplace.visit_plan AS visit_plan
            SET patient_id = plan.patient_id
            FROM matrix.care_plan AS plan
            WHERE visit_plan.patient_id IS NULL
              AND visit_plan.care_plan_aggregate_id = plan.aggregate_id;
            """,
            connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string> CurrentSnapshotAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_current_snapshot()::text", connection);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task SaveAsync(NpgsqlConnection connection, string snapshot, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            UPDATE matrix.projection
            SET snapshot = $1::text::pg_snapshot, projected_at = now()
            WHERE name = '{Name}'
            """,
            connection)
        {
            Parameters = { new() { Value = snapshot } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
