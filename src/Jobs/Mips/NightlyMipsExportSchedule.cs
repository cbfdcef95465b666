using HealthGraph.Jobs.Scheduling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Quartz;

namespace HealthGraph.Jobs.Mips;

/// <summary>Brings the stored trigger in line with the options at start.</summary>
internal sealed class NightlyMipsExportSchedule(ISchedulerFactory schedulers, IOptions<MipsExportOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var schedule = new CronSchedule
        {
            Key = new TriggerKey("nightly-mips-export", "schedules"),
            Job = NightlyMipsExportJob.Key,
            Description = "The nightly export of rows for the quality registry",
            Cron = options.Value.Cron,
            TimeZone = options.Value.TimeZone,
            IsOn = options.Value.Nightly,
        };
        await schedule.ApplyAsync(await schedulers.GetScheduler(cancellationToken), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
