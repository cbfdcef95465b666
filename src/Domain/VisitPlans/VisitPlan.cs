using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HealthGraph.Domain.VisitPlans;

/// <summary>How often a patient is to be seen, as written after an appointment of their care plan.</summary>
public sealed class VisitPlan
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null until it is published.</summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>True when it carries an earlier plan on.</summary>
    public bool Continuation { get; set; }

    /// <summary>The stream of events of the care plan. The read model may not know it yet.</summary>
    public required Guid CarePlanAggregateId { get; init; }

    public DateOnly? AnticipatedDischargeDate { get; set; }

    public required string PlanText { get; set; }

    public required Guid PrescribedById { get; set; }

    public required Guid AppointmentId { get; set; }

    public required DateTimeOffset AppointmentDate { get; set; }

    public List<VisitPlanEntry> Entries { get; } = [];
}

/// <summary>A stretch of weeks with so many visits each.</summary>
public sealed class VisitPlanEntry
{
    public required Guid Id { get; init; }

    public Guid VisitPlanId { get; init; }

    public required int Position { get; set; }

    public required int VisitsPerWeek { get; set; }

    public required int Weeks { get; set; }

    public string? Instructions { get; set; }
}

internal sealed class VisitPlanConfiguration : IEntityTypeConfiguration<VisitPlan>
{
    public void Configure(EntityTypeBuilder<VisitPlan> builder)
    {
        builder.ToTable("visit_plan", "marketplace");
        builder.HasMany(plan => plan.Entries).WithOne().HasForeignKey(entry => entry.VisitPlanId);
    }
}

internal sealed class VisitPlanEntryConfiguration : IEntityTypeConfiguration<VisitPlanEntry>
{
    public void Configure(EntityTypeBuilder<VisitPlanEntry> builder)
    {
        builder.ToTable("visit_plan_entry", "marketplace");
        builder.HasIndex(entry => new { entry.VisitPlanId, entry.Position }).IsUnique();
    }
}
