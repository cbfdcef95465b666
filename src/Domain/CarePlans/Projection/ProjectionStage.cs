using System.Diagnostics.CodeAnalysis;
using HealthGraph.Domain.Database;
using Npgsql;

namespace HealthGraph.Domain.CarePlans.Projection;

/// <summary>
/// Replayed care plans on their way into the read model: temporary tables that are filled by COPY and merged in sets, all in the
/// caller's transaction. A care plan's rows in the read model become exactly those of its replay; what is already so is not written.
/// </summary>
internal sealed class ProjectionStage(NpgsqlConnection connection)
{
    // Below every version: the care plan stops before its first event.
    private const int FirstVersion = 0;

    private const string InsertCarePlans = $"""
        INSERT INTO matrix.care_plan AS held ({CarePlanRows.CarePlanColumns})
        SELECT {CarePlanRows.CarePlanColumns}
        FROM staged_care_plan
        """;

    private const string InsertAppointments = """
        INSERT INTO matrix.appointment AS held (
            id, appointment_id, care_plan_id, therapist_id, destination_id, created_at, time_start, time_end, status, type,
            clinicient_staff_id, clinic_id
        )
        SELECT
            staged.id, staged.appointment_id, staged.care_plan_id, therapist.id, destination.id, staged.created_at,
            staged.time_start, staged.time_end, staged.status, staged.type, staged.clinicient_staff_id, staged.clinic_id
        FROM staged_appointment AS staged
        LEFT JOIN matrix.therapist AS therapist ON therapist.clinicient_staff_id = staged.clinicient_staff_id
        LEFT JOIN matrix.destination AS destination ON destination.clinic_id = staged.clinic_id
        """;

    // COPY into two tables cannot interleave on one connection, so rows gather in between.
    private const int FlushAt = 4 * 1024 * 1024;

    private readonly BinaryCopyRows _carePlans = new();
    private readonly BinaryCopyRows _appointments = new();
    private readonly BinaryCopyRows _failures = new();

    public long CarePlans { get; private set; }

    public Task CreateAsync(CancellationToken cancellationToken) =>
        ExecuteAsync(
            """
            CREATE TEMPORARY TABLE touched (aggregate_id uuid NOT NULL) ON COMMIT DROP;
            CREATE TEMPORARY TABLE staged_care_plan (LIKE matrix.care_plan, first_position bigint NOT NULL) ON COMMIT DROP;
            CREATE TEMPORARY TABLE staged_appointment (
                LIKE matrix.appointment, aggregate_id uuid NOT NULL, added_version int NOT NULL, added_position bigint NOT NULL
            ) ON COMMIT DROP;
            CREATE TEMPORARY TABLE staged_failure (
                aggregate_id uuid NOT NULL, version int NOT NULL, event_type text, kind text NOT NULL, reason text NOT NULL
            ) ON COMMIT DROP;
            """,
            cancellationToken);

    /// <summary>The care plans whose rows this pass answers for: one that has no replay loses its rows.</summary>
    public async Task TouchAsync(IEnumerable<Guid> aggregateIds, CancellationToken cancellationToken)
    {
        var rows = new BinaryCopyRows();
        foreach (var id in aggregateIds)
        {
            rows.Row(1).Add(id);
        }

        await BinaryCopy.SendAsync(connection, "touched", "aggregate_id", rows, cancellationToken);
    }

    /// <summary>All there are, for a rebuild.</summary>
    public Task TouchAllAsync(CancellationToken cancellationToken) =>
        ExecuteAsync(
            """
            INSERT INTO touched (aggregate_id)
            SELECT aggregate_id FROM matrix.care_plan
            UNION
            SELECT aggregate_id FROM matrix.projection_failure
            """,
            cancellationToken);

    public async Task AddAsync(Replay replay, CancellationToken cancellationToken)
    {
        if (replay.CarePlan is { } plan)
        {
            _carePlans.Row(CarePlanRows.CarePlanColumnCount + 1).AddCarePlan(plan).Add(plan.FirstPosition);
            foreach (var appointment in plan.Appointments)
            {
                _appointments.Row(CarePlanRows.AppointmentColumnCount + 3)
                    .AddAppointment(plan, appointment)
                    .Add(plan.AggregateId)
                    .Add((int?)appointment.Added.Version)
                    .Add(appointment.Added.Position);
            }

            CarePlans++;
        }

        if (replay.Failure is { } failure)
        {
            _failures.Row(5)
                .Add(replay.AggregateId)
                .Add((int?)failure.Version)
                .Add(failure.EventType)
                .Add(Name(failure.Kind))
                .Add(failure.Reason);
        }

        if (_carePlans.Bytes.Length + _appointments.Bytes.Length > FlushAt)
        {
            await FlushAsync(cancellationToken);
        }
    }

    /// <summary>Stops the care plans that claim what another has, and brings the read model up to the rest.</summary>
    /// <returns>How many care plans have stopped.</returns>
    public async Task<long> MergeAsync(CancellationToken cancellationToken)
    {
        await StopConflictsAsync(cancellationToken);
        await MergeCarePlansAsync(cancellationToken);
        await MergeAppointmentsAsync(cancellationToken);
        return await MergeFailuresAsync(cancellationToken);
    }

    /// <summary>
    /// As <see cref="MergeAsync"/> for a read model without a row: the tables are filled first and indexed then. Readers, who would find
    /// nothing anyway, wait meanwhile.
    /// </summary>
    public async Task<long> FillAsync(CancellationToken cancellationToken)
    {
        await StopConflictsAsync(cancellationToken);
        var schema = new LoadSchema(connection, ["matrix.care_plan", "matrix.appointment"]);
        await schema.DropAsync(cancellationToken);
        // Truncated in this transaction, so that with wal_level = minimal the rows need not go through the log.
        await ExecuteAsync("TRUNCATE matrix.care_plan, matrix.appointment", cancellationToken);
        await ExecuteAsync(InsertCarePlans, cancellationToken);
        await ExecuteAsync(InsertAppointments, cancellationToken);
        await schema.RecreateAsync(() => { }, cancellationToken);
        await ExecuteAsync("ANALYZE matrix.care_plan; ANALYZE matrix.appointment;", cancellationToken);
        return await MergeFailuresAsync(cancellationToken);
    }

    private async Task StopConflictsAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await ExecuteAsync("ANALYZE touched; ANALYZE staged_care_plan; ANALYZE staged_appointment;", cancellationToken);
        while (await FindConflictsAsync(cancellationToken) is { Count: > 0 } conflicts)
        {
            await StopAtAsync(conflicts, cancellationToken);
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await SendAsync("staged_care_plan", CarePlanRows.CarePlanColumns + ", first_position", _carePlans);
        await SendAsync(
            "staged_appointment",
            CarePlanRows.AppointmentColumns + ", aggregate_id, added_version, added_position",
            _appointments);
        await SendAsync("staged_failure", "aggregate_id, version, event_type, kind, reason", _failures);

        async Task SendAsync(string table, string columns, BinaryCopyRows rows)
        {
            if (rows.Count > 0)
            {
                await BinaryCopy.SendAsync(connection, table, columns, rows, cancellationToken);
                rows.Clear();
            }
        }
    }

    // An id belongs to who claimed it first, in the order of the store.
    private async Task<Dictionary<Guid, ReplayFailure>> FindConflictsAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            WITH shared_care_plan AS (
                SELECT id FROM staged_care_plan GROUP BY id HAVING count(*) > 1
            ), shared_appointment AS (
                SELECT appointment_id FROM staged_appointment GROUP BY appointment_id HAVING count(*) > 1
            ), conflict AS (
                SELECT aggregate_id, NULL::int AS version
                FROM (
                    SELECT aggregate_id, row_number() OVER (PARTITION BY id ORDER BY first_position, aggregate_id) AS place
                    FROM staged_care_plan JOIN shared_care_plan USING (id)
                ) AS claim
                WHERE place > 1
                UNION ALL
                SELECT staged.aggregate_id, NULL
                FROM staged_care_plan AS staged
                JOIN matrix.care_plan AS held ON held.id = staged.id AND held.aggregate_id <> staged.aggregate_id
                WHERE held.aggregate_id NOT IN (SELECT aggregate_id FROM touched)
                UNION ALL
                SELECT aggregate_id, added_version
                FROM (
                    SELECT
                        aggregate_id, added_version,
                        row_number() OVER (PARTITION BY appointment_id ORDER BY added_position, aggregate_id) AS place
                    FROM staged_appointment JOIN shared_appointment USING (appointment_id)
                ) AS claim
                WHERE place > 1
                UNION ALL
                SELECT staged.aggregate_id, staged.added_version
                FROM staged_appointment AS staged
                JOIN matrix.appointment AS held ON held.appointment_id = staged.appointment_id
                JOIN matrix.care_plan AS holder ON holder.id = held.care_plan_id AND holder.aggregate_id <> staged.aggregate_id
                WHERE holder.aggregate_id NOT IN (SELECT aggregate_id FROM touched)
            )
            SELECT aggregate_id, coalesce(min(version) FILTER (WHERE version IS NOT NULL), 0), bool_or(version IS NULL)
            FROM conflict
            GROUP BY aggregate_id
            ORDER BY aggregate_id
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var conflicts = new Dictionary<Guid, ReplayFailure>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var failure = reader.GetBoolean(2)
                ? new ReplayFailure(ReplayFailureKind.Conflict, FirstVersion, null, "The care plan's id belongs to another care plan of the store.")
                : new ReplayFailure(ReplayFailureKind.Conflict, reader.GetInt32(1), null, "The appointment belongs to another care plan.");
            conflicts.Add(reader.GetGuid(0), failure);
        }

        return conflicts;
    }

    private async Task StopAtAsync(Dictionary<Guid, ReplayFailure> conflicts, CancellationToken cancellationToken)
    {
        await using (var forget = Command(
            """
            WITH forgotten AS (DELETE FROM staged_care_plan WHERE aggregate_id = ANY($1)),
                failure AS (DELETE FROM staged_failure WHERE aggregate_id = ANY($1))
            DELETE FROM staged_appointment WHERE aggregate_id = ANY($1)
            """))
        {
            forget.Parameters.Add(new NpgsqlParameter { Value = conflicts.Keys.ToArray() });
            await forget.ExecuteNonQueryAsync(cancellationToken);
        }

        var shortened = new List<Replay>();
        await foreach (var replay in CarePlanEventReader.ReplayAsync(connection, conflicts.Keys, conflicts, cancellationToken))
        {
            shortened.Add(replay);
        }

        foreach (var replay in shortened)
        {
            await AddAsync(replay, cancellationToken);
        }

        await FlushAsync(cancellationToken);
    }

    private Task MergeCarePlansAsync(CancellationToken cancellationToken) =>
        ExecuteAsync(
            $"""
            DELETE FROM matrix.care_plan AS held
            USING touched
            WHERE held.aggregate_id = touched.aggregate_id
              AND NOT EXISTS (
                  SELECT FROM staged_care_plan AS staged WHERE staged.aggregate_id = held.aggregate_id AND staged.id = held.id
              );

            {InsertCarePlans}
            ON CONFLICT (aggregate_id) DO UPDATE SET ({CarePlanRows.CarePlanColumns}) = (
                excluded.id, excluded.aggregate_id, excluded.care_plan_number, excluded.patient_id, excluded.affected_body_part,
                excluded.surgery_date, excluded.clinic_id, excluded.physician_id, excluded.physician_npi, excluded.physician_first_name,
                excluded.physician_last_name, excluded.started_on, excluded.ended_on, excluded.status, excluded.version
            )
            WHERE held IS DISTINCT FROM excluded;
            """,
            cancellationToken);

    private Task MergeAppointmentsAsync(CancellationToken cancellationToken) =>
        ExecuteAsync(
            $"""
            DELETE FROM matrix.appointment AS held
            USING matrix.care_plan AS plan, touched
            WHERE held.care_plan_id = plan.id
              AND plan.aggregate_id = touched.aggregate_id
              AND NOT EXISTS (SELECT FROM staged_appointment AS staged WHERE staged.appointment_id = held.appointment_id);

            {InsertAppointments}
            ON CONFLICT (appointment_id) DO UPDATE SET
                care_plan_id = excluded.care_plan_id,
                therapist_id = excluded.therapist_id,
                destination_id = excluded.destination_id,
                created_at = excluded.created_at,
                time_start = excluded.time_start,
                time_end = excluded.time_end,
                status = excluded.status,
                type = excluded.type,
                clinicient_staff_id = excluded.clinicient_staff_id,
                clinic_id = excluded.clinic_id
            WHERE held IS DISTINCT FROM excluded;
            """,
            cancellationToken);

    private async Task<long> MergeFailuresAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            WITH mended AS (
                DELETE FROM matrix.projection_failure AS held
                USING touched
                WHERE held.aggregate_id = touched.aggregate_id
                  AND NOT EXISTS (SELECT FROM staged_failure AS staged WHERE staged.aggregate_id = held.aggregate_id)
            ), failed AS (
                INSERT INTO matrix.projection_failure AS held (aggregate_id, version, event_type, kind, reason)
                SELECT aggregate_id, version, event_type, kind, reason
                FROM staged_failure
                ON CONFLICT (aggregate_id) DO UPDATE SET
                    version = excluded.version,
                    event_type = excluded.event_type,
                    kind = excluded.kind,
                    reason = excluded.reason,
                    failed_at = CASE WHEN held.version = excluded.version THEN held.failed_at ELSE excluded.failed_at END,
                    tried_at = excluded.tried_at
            )
            SELECT count(*) FROM staged_failure
            """);
        return (long)(await command.ExecuteScalarAsync(cancellationToken) ?? 0L);
    }

    private static string Name(ReplayFailureKind kind) => kind switch
    {
        ReplayFailureKind.MissingVersion => "MISSING_VERSION",
        ReplayFailureKind.UnknownEventType => "UNKNOWN_EVENT_TYPE",
        ReplayFailureKind.InvalidData => "INVALID_DATA",
        ReplayFailureKind.Conflict => "CONFLICT",
        _ => throw new System.Diagnostics.UnreachableException(kind.ToString()),
    };

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // As long as the load is large.
    [SuppressMessage("Security", "CA2100", Justification = "Statements are this class's own text; values are parameters.")]
    private NpgsqlCommand Command(string sql) => new(sql, connection) { CommandTimeout = 0 };
}
