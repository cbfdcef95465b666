using System.Globalization;
using HealthGraph.Domain.Errors;
using HealthGraph.Domain.Mips;
using HealthGraph.Jobs.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace HealthGraph.Jobs.Mips;

/// <summary>Asks for the export of each year that is still open and has states; the exports themselves are runs like any other.</summary>
internal sealed class NightlyMipsExportJob(
    NpgsqlDataSource dataSource, RunQueue queue, IOptions<MipsExportOptions> options, ILogger<NightlyMipsExportJob> logger) : IJob
{
    public static readonly JobKey Key = new("nightly-mips-export", "schedules");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var due = context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(due, zone).DateTime);
        for (var year = MipsSettings.FirstYear; year <= today.Year; year++)
        {
            await EnqueueAsync(year, today, due, cancellationToken);
        }
    }

    private async Task EnqueueAsync(int year, DateOnly today, DateTimeOffset due, CancellationToken cancellationToken)
    {
        MipsSettings settings;
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            settings = await MipsSettings.ReadAsync(connection, year, cancellationToken);
        }
        catch (HealthGraphException e)
        {
            // One year's bad setting keeps no other year from its export.
            logger.MipsYearNotQueued(year, e.Message);
            return;
        }

        if (today > settings.OpenUntil || (!settings.IsEnabled && settings.States.Count == 0))
        {
            return;
        }

        // The same night asks once, even if the node goes down in between and another one fires again.
        var key = string.Create(CultureInfo.InvariantCulture, $"schedule/mips/{year}/{due.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z");
        var request = MipsExportRun.Request(new MipsExportArguments { Year = year }, "schedule", key);
        if (await queue.EnqueueAsync(request, cancellationToken) is EnqueueResult.AlreadyActive active)
        {
            logger.MipsExportSkipped(year, active.Run.Id);
        }
    }
}

internal static partial class MipsExportLog
{
    [LoggerMessage(3401, LogLevel.Warning, "The nightly export of {Year} was not queued: run {RunId} is under way")]
    public static partial void MipsExportSkipped(this ILogger logger, int year, Guid runId);

    [LoggerMessage(3403, LogLevel.Error, "{State} of run {RunId} failed unexpectedly")]
    public static partial void MipsStateFailed(this ILogger logger, string state, Guid runId, Exception exception);

    [LoggerMessage(3402, LogLevel.Error, "The nightly export of {Year} was not queued: {Reason}")]
    public static partial void MipsYearNotQueued(this ILogger logger, int year, string reason);
}
