using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Quartz;

namespace HealthGraph.Jobs.Scheduling;

/// <summary>Brings a stored trigger in line with the options at start.</summary>
internal sealed class NightlySchedule<TOptions>(ISchedulerFactory schedulers, IOptions<TOptions> options, JobKey job, string description) : IHostedService
    where TOptions : NightlyOptions
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var schedule = new CronSchedule
        {
            Key = new TriggerKey(job.Name, job.Group),
            Job = job,
            Description = description,
            Cron = options.Value.Cron,
            TimeZone = options.Value.TimeZone,
            IsOn = options.Value.Nightly,
        };
        await schedule.ApplyAsync(await schedulers.GetScheduler(cancellationToken), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
