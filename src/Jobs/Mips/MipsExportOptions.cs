using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.Mips;

/// <summary>The nightly export, and rules that are the same for all years. Environment: <c>HEALTHGRAPH__MIPS__…</c>.</summary>
public sealed class MipsExportOptions
{
    public const string Section = "HealthGraph:Mips";

    /// <summary>Whether the schedule is on.</summary>
    public bool Nightly { get; set; } = true;

    /// <summary>Quartz's notation: second, minute, hour, day of month, month, day of week.</summary>
    [Required]
    public string Cron { get; set; } = "0 0 2 * * ?";

    /// <summary>The zone that <see cref="Cron"/> is meant in, and that says which day it is.</summary>
    [Required]
    public string TimeZone { get; set; } = "America/Los_Angeles";

    /// <summary>States that are built at a time.</summary>
    [Range(1, 16)]
    public int ParallelStates { get; set; } = 2;

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

/// <summary>A schedule that Quartz would not understand stops the host at its start and names its key.</summary>
internal sealed class MipsScheduleValidator : IValidateOptions<MipsExportOptions>
{
    public ValidateOptionsResult Validate(string? name, MipsExportOptions options)
    {
        if (!Quartz.CronExpression.TryParse(options.Cron, out _))
        {
            return ValidateOptionsResult.Fail($"{MipsExportOptions.Section}:Cron is '{options.Cron}', which is no cron expression of Quartz.");
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{MipsExportOptions.Section}:TimeZone is '{options.TimeZone}', which this system does not know.");
    }
}
