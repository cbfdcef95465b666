using HealthGraph.Domain.CarePlans.Events;

namespace HealthGraph.Domain.Seeding;

/// <summary>A patient with everything that hangs on them.</summary>
internal sealed record SeedPatient(
    Guid Id,
    string? ExternalId,
    string FirstName,
    string LastName,
    DateOnly BirthDate,
    string Gender,
    string State,
    DateTimeOffset CreatedAt,
    IReadOnlyList<SeedCarePlan> CarePlans);

/// <summary>A care plan: its stream of events, and the visit plans that were written in its course.</summary>
internal sealed record SeedCarePlan(
    Guid AggregateId, long FirstPosition, IReadOnlyList<SeedEvent> Events, IReadOnlyList<SeedVisitPlan> VisitPlans);

internal sealed record SeedEvent(CarePlanEvent Event, DateTimeOffset CreatedAt);

internal sealed record SeedVisitPlan(
    Guid Id,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PublishedAt,
    bool Continuation,
    DateOnly? AnticipatedDischargeDate,
    string PlanText,
    Guid PrescribedById,
    Guid AppointmentId,
    DateTimeOffset AppointmentDate,
    IReadOnlyList<SeedEntry> Entries);

internal sealed record SeedEntry(Guid Id, int VisitsPerWeek, int Weeks, string? Instructions);
