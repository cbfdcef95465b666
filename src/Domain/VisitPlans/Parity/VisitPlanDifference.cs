namespace HealthGraph.Domain.VisitPlans.Parity;

/// <summary>A visit plan whose flattened row differs: which columns do, never what they hold.</summary>
public sealed record VisitPlanDifference(Guid VisitPlanId, IReadOnlyList<string> Columns);

/// <summary>How many visit plans were compared, and those that differ.</summary>
/// <param name="Compared">Visit plans compared.</param>
/// <param name="Different">Visit plans that differ; <paramref name="Differences"/> names the first of them.</param>
/// <param name="Differences">The first that differ, in the order of their ids.</param>
public sealed record ParityReport(long Compared, long Different, IReadOnlyList<VisitPlanDifference> Differences);
