using System.Text.Json;
using System.Text.Json.Serialization;
using HealthGraph.Domain.Audit;

namespace HealthGraph.Api.Audit;

internal static partial class AuditLog
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Tells what never came into the database, a line for each event, so that it can be added by hand.</summary>
    public static void LogUnwritten(this ILogger logger, IEnumerable<IAuditEntry> entries)
    {
        var events = new List<AuditEvent>();
        foreach (var entry in entries)
        {
            entry.AppendTo(events);
        }

        logger.LogUnwritten(events);
    }

    /// <inheritdoc cref="LogUnwritten(ILogger, IEnumerable{IAuditEntry})"/>
    public static void LogUnwritten(this ILogger logger, IReadOnlyList<AuditEvent> events)
    {
        foreach (var lost in events)
        {
            logger.Unwritten(JsonSerializer.Serialize(lost, Json));
        }
    }

    [LoggerMessage(4201, LogLevel.Critical, "Not in the audit: {Event}")]
    private static partial void Unwritten(this ILogger logger, string @event);

    // The type and the state only: PostgreSQL's text may quote a row.
    [LoggerMessage(4202, LogLevel.Error, "The audit cannot be written ({Exception}, SQL state {SqlState}): {Taken} of {Capacity} places are taken. Patients are read until they all are.")]
    public static partial void WritingFailed(this ILogger logger, string exception, string sqlState, int taken, int capacity);

    [LoggerMessage(4203, LogLevel.Information, "The audit is written again")]
    public static partial void WritingAgain(this ILogger logger);

    [LoggerMessage(4204, LogLevel.Information, "Months of the audit: {Made} made, {Dropped} dropped")]
    public static partial void MonthsChanged(this ILogger logger, int made, int dropped);

    [LoggerMessage(4205, LogLevel.Warning, "The months of the audit cannot be looked after ({Exception}, SQL state {SqlState}); trying again")]
    public static partial void MonthsFailed(this ILogger logger, string exception, string sqlState);
}
