namespace HealthGraph.Domain.CarePlans.Events;

/// <summary>Something that happened to a care plan. The names of the records are the event types in the store.</summary>
public abstract record CarePlanEvent;

/// <summary>Always the first event of a care plan.</summary>
public sealed record CarePlanCreated : CarePlanEvent
{
    public required Guid CarePlanId { get; init; }

    public required Guid PatientId { get; init; }

    public string? AffectedBodyPart { get; init; }

    public int? CarePlanNumber { get; init; }

    public DateOnly? SurgeryDate { get; init; }

    public string? ClinicId { get; init; }
}

/// <summary>The referring physician; a later one takes the place of an earlier one.</summary>
public sealed record PhysicianAttached : CarePlanEvent
{
    public required Guid PhysicianId { get; init; }

    public string? Npi { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }
}

/// <summary>Treatment goes on in another clinic: appointments that have not begun move there.</summary>
public sealed record ClinicChanged : CarePlanEvent
{
    public required string ClinicId { get; init; }
}

public sealed record AppointmentAdded : CarePlanEvent
{
    public required Guid AppointmentId { get; init; }

    /// <summary>With the clinic's offset, which is what its day is told by.</summary>
    public required DateTimeOffset ScheduledTime { get; init; }

    public required int DurationMinutes { get; init; }

    public string? ClinicientStaffId { get; init; }

    public string? Type { get; init; }

    /// <summary>Absent means scheduled; an import of the past says completed.</summary>
    public string? Status { get; init; }
}

public sealed record AppointmentRescheduled : CarePlanEvent
{
    public required Guid AppointmentId { get; init; }

    public required DateTimeOffset ScheduledTime { get; init; }

    /// <summary>Absent when it stays as long as it was.</summary>
    public int? DurationMinutes { get; init; }

    /// <summary>Absent when the therapist stays.</summary>
    public string? ClinicientStaffId { get; init; }
}

public sealed record AppointmentCancelled : CarePlanEvent
{
    public required Guid AppointmentId { get; init; }
}

public sealed record TherapistStartedSession : CarePlanEvent
{
    public required Guid AppointmentId { get; init; }

    /// <summary>Absent when it is the therapist of the appointment.</summary>
    public string? ClinicientStaffId { get; init; }
}

public sealed record TherapistFinishedSession : CarePlanEvent
{
    public required Guid AppointmentId { get; init; }
}

public sealed record CarePlanCompleted : CarePlanEvent
{
    /// <summary>Absent when it is the day the event was written, in UTC.</summary>
    public DateOnly? CompletedOn { get; init; }
}
