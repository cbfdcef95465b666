using System.ComponentModel.DataAnnotations;
using HealthGraph.Domain.PatientTeams;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.PatientTeams;

/// <summary>The nightly full update, which should find nothing. In the same section as <see cref="PatientTeamOptions"/>.</summary>
public sealed class PatientTeamScheduleOptions
{
    /// <summary>Whether the schedule is on.</summary>
    public bool Nightly { get; set; } = true;

    /// <summary>Quartz's notation: second, minute, hour, day of month, month, day of week.</summary>
    [Required]
    public string Cron { get; set; } = "0 45 3 * * ?";

    /// <summary>The zone that <see cref="Cron"/> is meant in.</summary>
    [Required]
    public string TimeZone { get; set; } = "UTC";
}

[OptionsValidator]
internal sealed partial class PatientTeamScheduleOptionsValidator : IValidateOptions<PatientTeamScheduleOptions>;

/// <summary>A schedule that Quartz would not understand stops the host at its start and names its key.</summary>
internal sealed class PatientTeamScheduleValidator : IValidateOptions<PatientTeamScheduleOptions>
{
    public ValidateOptionsResult Validate(string? name, PatientTeamScheduleOptions options)
    {
        if (!Quartz.CronExpression.TryParse(options.Cron, out _))
        {
            return ValidateOptionsResult.Fail($"{PatientTeamOptions.Section}:Cron is '{options.Cron}', which is no cron expression of Quartz.");
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{PatientTeamOptions.Section}:TimeZone is '{options.TimeZone}', which this system does not know.");
    }
}
