namespace HealthGraph.Api.Endpoint;

internal static partial class EndpointLog
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Information,
        Message = "{Method} {Path} {Status} for {Caller} in {Milliseconds} ms: {Operation} {Outcome}")]
    public static partial void Answered(
        this ILogger logger, string method, string path, int status, string caller, double milliseconds, string operation, string outcome);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Information,
        Message = "WebSocket operation for {Caller} in {Milliseconds} ms: {Operation} {Outcome}")]
    public static partial void SocketOperationEnded(this ILogger logger, string caller, double milliseconds, string operation, string outcome);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Information,
        Message = "WebSocket of {Caller} closed with {Code} after {Seconds} s and {Operations} operations")]
    public static partial void SocketClosed(this ILogger logger, string caller, int code, double seconds, int operations);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "Unexpected error {TraceId} at {Coordinate}")]
    public static partial void FieldFailed(this ILogger logger, string traceId, string coordinate, Exception exception);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "The database is out of reach ({TraceId})")]
    public static partial void DatabaseUnavailable(this ILogger logger, string traceId, Exception exception);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "A response broke off half-way ({TraceId})")]
    public static partial void ResponseBrokeOff(this ILogger logger, string traceId, Exception exception);
}
