namespace HealthGraph.Jobs.DataLake;

/// <summary>What the file system refuses, as the lake's one clear error.</summary>
internal static class LocalFailure
{
    // ENOSPC and EDQUOT come as IOException with the system's error number, or the HResult of Windows.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static T Translate<T>(string root, Func<T> access)
    {
        try
        {
            return access();
        }
        catch (Exception e) when (Is(e))
        {
            throw From(root, e);
        }
    }

    public static bool Is(Exception e) => e is IOException or UnauthorizedAccessException;

    public static DataLakeException From(string root, Exception e) => e switch
    {
        UnauthorizedAccessException => new(DataLakeException.Denied, $"The data lake {root} cannot be written: permission denied.", e),
        FileNotFoundException => new(DataLakeException.NotFound, $"The data lake {root} does not have the file: {e.Message}", e),
        { HResult: NoSpace or QuotaExceeded or WindowsDiskFull } =>
            new(DataLakeException.Full, $"The data lake {root} is full: no space left on its disk.", e),
        _ => new(DataLakeException.Unavailable, $"The data lake {root} cannot be used: {e.Message}", e),
    };
}
