using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.Athena;

/// <summary>Athena does not do what was asked. Its own words may quote data, so only their kind is passed on.</summary>
/// <remarks>docs/operations.md lists the codes.</remarks>
public sealed class AthenaException(string code, string message, Exception? innerException = null, bool isTransient = false)
    : RunFailedException(code, message, innerException, isTransient)
{
    /// <summary>Too many requests, or too many queries at once.</summary>
    public const string Busy = "ATHENA_BUSY";
    public const string Unavailable = "ATHENA_UNAVAILABLE";
    public const string Denied = "ATHENA_DENIED";
    public const string Refused = "ATHENA_REFUSED";
    public const string QueryFailed = "ATHENA_QUERY_FAILED";
    public const string QueryCancelled = "ATHENA_QUERY_CANCELLED";
    public const string QueryTimeout = "ATHENA_QUERY_TIMEOUT";
}
