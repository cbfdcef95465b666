using HealthGraph.Domain.Errors;

namespace HealthGraph.Domain.CarePlans;

/// <summary>What the store says about an event beside its data.</summary>
/// <param name="Version">Its number within the care plan.</param>
/// <param name="Position">Its place in the whole store.</param>
/// <param name="CreatedAt">When it was written.</param>
public readonly record struct EventStamp(int Version, long Position, DateTimeOffset CreatedAt);

/// <summary>The states a care plan goes through.</summary>
public static class CarePlanStatus
{
    public const string Planned = "planned";
    public const string Active = "active";
    public const string Completed = "completed";
}

/// <summary>The states that events give an appointment. Others may come in with AppointmentAdded.</summary>
public static class AppointmentStatus
{
    public const string Scheduled = "scheduled";
    public const string InProgress = "in_progress";
    public const string Completed = "completed";
    public const string Cancelled = "cancelled";
}

/// <summary>An event that cannot have happened after those before it. The message names no person and no value that could.</summary>
public sealed class CarePlanEventException(string message) : HealthGraphException("CARE_PLAN_EVENT", message);
