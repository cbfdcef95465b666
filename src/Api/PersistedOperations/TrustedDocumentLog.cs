namespace HealthGraph.Api.PersistedOperations;

internal static partial class TrustedDocumentLog
{
    [LoggerMessage(EventId = 1100, Level = LogLevel.Information, Message = "{Count} trusted documents from {Folder}; {Mode}")]
    public static partial void Loaded(this ILogger logger, int count, string folder, string mode);

    [LoggerMessage(EventId = 1101, Level = LogLevel.Error, Message = "The trusted document {Id} of {File} is not served: {Problem}")]
    public static partial void NotServed(this ILogger logger, string id, string file, string problem);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Error,
        Message = "The trusted documents changed and could not be read again; those read before stay in force: {Problem}")]
    public static partial void NotReloaded(this ILogger logger, string problem, Exception exception);
}
