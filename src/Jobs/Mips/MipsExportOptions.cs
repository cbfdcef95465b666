using System.ComponentModel.DataAnnotations;
using HealthGraph.Jobs.Scheduling;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.Mips;

/// <summary>The nightly export, and rules that are the same for all years. Environment: <c>HEALTHGRAPH__MIPS__…</c>.</summary>
public sealed class MipsExportOptions : NightlyOptions
{
    public const string Section = "HealthGraph:Mips";

    public MipsExportOptions() => (Cron, TimeZone) = ("0 0 2 * * ?", "America/Los_Angeles");

    /// <summary>States that are built at a time.</summary>
    [Range(1, 16)]
    public int ParallelStates { get; set; } = 2;

    /// <summary>How long ago the last success of a year that is open may be before the node's health is degraded; a night and some time more.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "31.00:00:00")]
    public TimeSpan SuccessWithin { get; set; } = TimeSpan.FromHours(26);

    /// <summary>The share of rows that may be gone since the last export before a state is held back.</summary>
    [Range(0, 1)]
    public double DropShare { get; set; } = 0.2;

    /// <summary>How long before the first visit a form may have been filled in to count as the first.</summary>
    [Range(0, 366)]
    public int FormDaysBeforeFirstVisit { get; set; } = 14;

    /// <summary>How long after a visit a form may have been filled in to count as the visit's.</summary>
    [Range(0, 366)]
    public int FormDaysAfterVisit { get; set; } = 3;
}

[OptionsValidator]
internal sealed partial class MipsExportOptionsValidator : IValidateOptions<MipsExportOptions>;
