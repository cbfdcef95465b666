using HealthGraph.Domain.Audit;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HealthGraph.Api.Audit;

/// <summary>Makes the months of the audit that come, and drops those past their time: at the start, and every few hours.</summary>
internal sealed class AuditMonthService(
    NpgsqlDataSource dataSource, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditMonthService> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(6);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = await MaintainAsync(stoppingToken) ? Interval : AfterFailure;
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> MaintainAsync(CancellationToken stoppingToken)
    {
        try
        {
            var months = await AuditPartitions.MaintainAsync(dataSource, time.GetUtcNow(), options.Value.RetentionMonths, stoppingToken);
            if (months is { Made: > 0 } or { Dropped: > 0 })
            {
                logger.MonthsChanged(months.Made, months.Dropped);
            }

            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            if (!stoppingToken.IsCancellationRequested)
            {
                logger.MonthsFailed(exception.GetType().Name, (exception as NpgsqlException)?.SqlState ?? "none");
            }

            return false;
        }
    }
}
