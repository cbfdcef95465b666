using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>The nightly export, and the size of parts. Environment: <c>HEALTHGRAPH__VISITPLANEXPORT__…</c>.</summary>
public sealed class VisitPlanExportOptions
{
    public const string Section = "HealthGraph:VisitPlanExport";

    /// <summary>Whether the schedule is on.</summary>
    public bool Nightly { get; set; } = true;

    /// <summary>Quartz's notation: second, minute, hour, day of month, month, day of week.</summary>
    [Required]
    public string Cron { get; set; } = "0 15 2 * * ?";

    /// <summary>The zone that <see cref="Cron"/> is meant in.</summary>
    [Required]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Rows of a part.</summary>
    [Range(1, 10_000_000)]
    public int WindowRows { get; set; } = 25_000;
}

[OptionsValidator]
internal sealed partial class VisitPlanExportOptionsValidator : IValidateOptions<VisitPlanExportOptions>;

/// <summary>A schedule that Quartz would not understand stops the host at its start and names its key.</summary>
internal sealed class VisitPlanScheduleValidator : IValidateOptions<VisitPlanExportOptions>
{
    public ValidateOptionsResult Validate(string? name, VisitPlanExportOptions options)
    {
        if (!Quartz.CronExpression.TryParse(options.Cron, out _))
        {
            return ValidateOptionsResult.Fail($"{VisitPlanExportOptions.Section}:Cron is '{options.Cron}', which is no cron expression of Quartz.");
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{VisitPlanExportOptions.Section}:TimeZone is '{options.TimeZone}', which this system does not know.");
    }
}
