using Microsoft.Extensions.Logging;

namespace HealthGraph.Jobs.Athena;

internal static partial class AthenaLog
{
    [LoggerMessage(3301, LogLevel.Information, "Athena's query {QueryExecutionId} of run {RunId}, {Name}, succeeded: {ScannedBytes} bytes scanned, {Milliseconds} ms")]
    public static partial void AthenaQueryEnded(
        this ILogger logger, string queryExecutionId, Guid runId, string name, long? scannedBytes, long? milliseconds);

    [LoggerMessage(3302, LogLevel.Warning, "Athena's query {QueryExecutionId} of run {RunId}, {Name}, failed ({Reason}) and is asked anew")]
    public static partial void AthenaQueryRenewed(this ILogger logger, string queryExecutionId, Guid runId, string name, string reason);

    [LoggerMessage(3303, LogLevel.Warning, "Athena's query {QueryExecutionId} could not be stopped")]
    public static partial void AthenaQueryNotStopped(this ILogger logger, string queryExecutionId, Exception exception);
}
