using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Quartz;

namespace HealthGraph.Jobs.Scheduling;

/// <summary>When something is asked for by the clock; a part of its feature's settings.</summary>
public abstract class NightlyOptions
{
    /// <summary>Whether the schedule is on.</summary>
    public bool Nightly { get; set; } = true;

    /// <summary>Quartz's notation: second, minute, hour, day of month, month, day of week.</summary>
    [Required]
    public string Cron { get; set; } = "";

    /// <summary>The zone that <see cref="Cron"/> is meant in.</summary>
    [Required]
    public string TimeZone { get; set; } = "UTC";
}

/// <summary>A schedule that Quartz would not understand stops the host at its start and names its key.</summary>
internal sealed class NightlyOptionsValidator<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : NightlyOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        if (!CronExpression.TryParse(options.Cron, out _))
        {
            return ValidateOptionsResult.Fail($"{section}:Cron is '{options.Cron}', which is no cron expression of Quartz.");
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{section}:TimeZone is '{options.TimeZone}', which this system does not know.");
    }
}
