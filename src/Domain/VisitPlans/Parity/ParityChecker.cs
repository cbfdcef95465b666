using System.Data;
using HealthGraph.Domain.CarePlans;
using Npgsql;

namespace HealthGraph.Domain.VisitPlans.Parity;

/// <summary>
/// Flattens every visit plan a second time, by replaying the events of its care plan as the job of old did, and compares the outcome with
/// <c>api.visit_plan</c>. Both are read from one snapshot; what the projector has not taken in yet counts as a difference.
/// </summary>
public sealed class ParityChecker(NpgsqlDataSource dataSource)
{
    private const int Window = 5_000;
    private const int DifferencesKept = 100;

    private sealed record Plan(Guid Id, Guid AggregateId, Guid AppointmentId, DateTimeOffset AppointmentDate, long? ExpectedVisits, VisitPlanRow Row);

    /// <param name="progress">Told the number of visit plans compared so far.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    public async Task<ParityReport> CheckAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var therapists = await ReadIdsAsync(
            new NpgsqlCommand("SELECT clinicient_staff_id, id FROM matrix.therapist ORDER BY id", connection), cancellationToken);
        var destinations = await ReadIdsAsync(
            new NpgsqlCommand("SELECT clinic_id, id FROM matrix.destination ORDER BY id", connection), cancellationToken);

        var (compared, different) = (0L, 0L);
        Guid? last = null;
        var differences = new List<VisitPlanDifference>();
        while (await ReadWindowAsync(connection, last, cancellationToken) is { Count: > 0 } window)
        {
            var replays = await ReplayAsync(connection, window, cancellationToken);
            foreach (var plan in window)
            {
                var replayed = Flatten(plan, replays.GetValueOrDefault(plan.AggregateId), therapists, destinations);
                if (replayed != plan.Row)
                {
                    different++;
                    if (differences.Count < DifferencesKept)
                    {
                        differences.Add(new VisitPlanDifference(plan.Id, DifferingColumns(plan.Row, replayed)));
                    }
                }
            }

            compared += window.Count;
            last = window[^1].Id;
            progress?.Report(compared);
        }

        return new ParityReport(compared, different, differences);
    }

    private static VisitPlanRow Flatten(
        Plan plan, CarePlan? carePlan, Dictionary<string, Guid> therapists, Dictionary<string, Guid> destinations)
    {
        var appointment = carePlan?.Appointments.FirstOrDefault(a => a.AppointmentId == plan.AppointmentId);
        var completed = carePlan?.Appointments.Count(
            a => a.Status == AppointmentStatus.Completed && a.TimeStart >= plan.AppointmentDate) ?? 0;
        return new VisitPlanRow
        {
            CarePlanId = carePlan?.Id,
            PatientId = carePlan?.PatientId,
            CarePlanNumber = carePlan?.Number,
            AffectedBodyPart = carePlan?.AffectedBodyPart,
            SurgeryDate = carePlan?.SurgeryDate,
            StartedOn = carePlan?.StartedOn,
            EndedOn = carePlan?.EndedOn,
            AppointmentStart = appointment?.TimeStart,
            AppointmentEnd = appointment?.TimeEnd,
            AppointmentStatus = appointment?.Status,
            AppointmentType = appointment?.Type,
            TherapistId = IdOf(appointment?.ClinicientStaffId, therapists),
            DestinationId = IdOf(appointment?.ClinicId, destinations),
            TotalExpectedVisits = plan.ExpectedVisits,
            VisitsRemaining = plan.ExpectedVisits is { } expected ? Math.Max(expected - completed, 0) : null,
        };
    }

    private static Guid? IdOf(string? key, Dictionary<string, Guid> ids) =>
        key is not null && ids.TryGetValue(key, out var id) ? id : null;

    private static List<string> DifferingColumns(VisitPlanRow row, VisitPlanRow replayed) =>
    [
        .. typeof(VisitPlanRow).GetProperties()
            .Where(property => !Equals(property.GetValue(row), property.GetValue(replayed)))
            .Select(property => property.Name),
    ];

    private static async Task<Dictionary<Guid, CarePlan>> ReplayAsync(
        NpgsqlConnection connection, List<Plan> window, CancellationToken cancellationToken)
    {
        var aggregateIds = window.Select(plan => plan.AggregateId).ToHashSet();
        var carePlans = new Dictionary<Guid, CarePlan>();
        await foreach (var replay in CarePlanEventReader.ReplayAsync(connection, aggregateIds, limits: null, cancellationToken))
        {
            if (replay.CarePlan is { } carePlan)
            {
                carePlans.Add(replay.AggregateId, carePlan);
            }
        }

        return carePlans;
    }

    // The entries are summed here once more, apart from the view whose sum is to be checked.
    private static async Task<List<Plan>> ReadWindowAsync(NpgsqlConnection connection, Guid? after, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT
                plan.visit_plan_id, plan.care_plan_aggregate_id, plan.appointment_id, plan.appointment_date, entry.expected_visits,
                plan.care_plan_id, plan.patient_id, plan.care_plan_number, plan.affected_body_part, plan.surgery_date, plan.started_on,
                plan.ended_on, plan.appointment_start, plan.appointment_end, plan.appointment_status, plan.appointment_type,
                plan.therapist_id, plan.destination_id, plan.total_expected_visits, plan.visits_remaining
            FROM api.visit_plan AS plan
            LEFT JOIN LATERAL (
                SELECT sum(visits_per_week::bigint * weeks)::bigint AS expected_visits
                FROM marketplace.visit_plan_entry
                WHERE visit_plan_id = plan.visit_plan_id
            ) AS entry ON true
            WHERE $1 IS NULL OR plan.visit_plan_id > $1
            ORDER BY plan.visit_plan_id
            LIMIT $2
            """,
            connection)
        {
            CommandTimeout = 0,
            Parameters =
            {
                new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
                new() { Value = Window },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var window = new List<Plan>(Window);
        while (await reader.ReadAsync(cancellationToken))
        {
            window.Add(ReadPlan(reader));
        }

        return window;
    }

    private static Plan ReadPlan(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetGuid(1),
            reader.GetGuid(2),
            reader.GetFieldValue<DateTimeOffset>(3),
            Value<long>(reader, 4),
            new VisitPlanRow
            {
                CarePlanId = Value<Guid>(reader, 5),
                PatientId = Value<Guid>(reader, 6),
                CarePlanNumber = Value<int>(reader, 7),
                AffectedBodyPart = Text(reader, 8),
                SurgeryDate = Value<DateOnly>(reader, 9),
                StartedOn = Value<DateOnly>(reader, 10),
                EndedOn = Value<DateOnly>(reader, 11),
                AppointmentStart = Value<DateTimeOffset>(reader, 12),
                AppointmentEnd = Value<DateTimeOffset>(reader, 13),
                AppointmentStatus = Text(reader, 14),
                AppointmentType = Text(reader, 15),
                TherapistId = Value<Guid>(reader, 16),
                DestinationId = Value<Guid>(reader, 17),
                TotalExpectedVisits = Value<long>(reader, 18),
                VisitsRemaining = Value<long>(reader, 19),
            });

    private static T? Value<T>(NpgsqlDataReader reader, int column)
        where T : struct =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static async Task<Dictionary<string, Guid>> ReadIdsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var _ = command;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new Dictionary<string, Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0), reader.GetGuid(1));
        }

        return ids;
    }
}
