using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.DataLake;

/// <summary>The lake does not do what was asked: the one error for a full disk, a folder that is not ours, a bucket that refuses.</summary>
public sealed class DataLakeException(string code, string message, Exception? innerException = null, bool isTransient = false)
    : RunFailedException(code, message, innerException, isTransient)
{
    public const string Full = "LAKE_FULL";
    public const string Denied = "LAKE_DENIED";
    public const string NotFound = "LAKE_NOT_FOUND";
    public const string Exists = "LAKE_EXISTS";
    public const string Conflict = "LAKE_CONFLICT";
    public const string Unavailable = "LAKE_UNAVAILABLE";
    public const string InvalidPath = "LAKE_INVALID_PATH";
}
