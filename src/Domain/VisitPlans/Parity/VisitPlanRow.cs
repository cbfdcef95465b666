namespace HealthGraph.Domain.VisitPlans.Parity;

/// <summary>A flattened visit plan: a row of <c>api.visit_plan</c>, without the columns that are its own table's.</summary>
internal sealed record VisitPlanRow
{
    public Guid? CarePlanId { get; init; }

    public Guid? PatientId { get; init; }

    public int? CarePlanNumber { get; init; }

    public string? AffectedBodyPart { get; init; }

    public DateOnly? SurgeryDate { get; init; }

    public DateOnly? StartedOn { get; init; }

    public DateOnly? EndedOn { get; init; }

    public DateTimeOffset? AppointmentStart { get; init; }

    public DateTimeOffset? AppointmentEnd { get; init; }

    public string? AppointmentStatus { get; init; }

    public string? AppointmentType { get; init; }

    public Guid? TherapistId { get; init; }

    public Guid? DestinationId { get; init; }

    public long? TotalExpectedVisits { get; init; }

    public long? VisitsRemaining { get; init; }
}
