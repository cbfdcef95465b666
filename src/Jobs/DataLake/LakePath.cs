namespace HealthGraph.Jobs.DataLake;

/// <summary>The rule for paths: relative, forward slashes, no empty, hidden or climbing step.</summary>
internal static class LakePath
{
    public static string Check(string path)
    {
        var isGood = path.Length is > 0 and <= 1000
            && path.Split('/').All(step => step.Length is > 0 and <= 200 && step[0] != '.' && !step.Any(IsForbidden));
        return isGood
            ? path
            : throw new DataLakeException(
                DataLakeException.InvalidPath,
                $"'{path}' is no path in the data lake: it must be relative, its parts non-empty, not beginning with a dot, without \\ : or control characters.");
    }

    private static bool IsForbidden(char c) => c is '\\' or ':' || char.IsControl(c);
}
