namespace HealthGraph.Api.CommandLine;

/// <summary>What every verb ends with.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>It was asked rightly and could not be done: one line on stderr says why.</summary>
    public const int Failure = 1;

    /// <summary>It was asked wrongly: stderr says what, and where the help is.</summary>
    public const int Usage = 2;
}
