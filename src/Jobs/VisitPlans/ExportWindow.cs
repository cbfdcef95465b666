namespace HealthGraph.Jobs.VisitPlans;

/// <summary>A plan's place in the order of the export. Both never change once the plan is written.</summary>
public sealed record PlanKey(DateTime CreatedAt, Guid Id);

/// <summary>The plans after one key up to and with another; no keys at all mean an export without rows.</summary>
internal sealed record ExportWindow(int Number, PlanKey? After, PlanKey? Through, long Rows);

/// <summary>What a finished window's parts remember of it.</summary>
internal sealed record WindowDetail
{
    public PlanKey? After { get; init; }

    public PlanKey? Through { get; init; }

    public required ExportSnapshot Snapshot { get; init; }
}
