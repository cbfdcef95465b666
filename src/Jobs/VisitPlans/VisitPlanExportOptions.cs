using System.ComponentModel.DataAnnotations;
using HealthGraph.Jobs.Scheduling;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>The nightly export, and the size of parts. Environment: <c>HEALTHGRAPH__VISITPLANEXPORT__…</c>.</summary>
public sealed class VisitPlanExportOptions : NightlyOptions
{
    public const string Section = "HealthGraph:VisitPlanExport";

    public VisitPlanExportOptions() => Cron = "0 15 2 * * ?";

    /// <summary>Rows of a part.</summary>
    [Range(1, 10_000_000)]
    public int WindowRows { get; set; } = 25_000;
}

[OptionsValidator]
internal sealed partial class VisitPlanExportOptionsValidator : IValidateOptions<VisitPlanExportOptions>;
