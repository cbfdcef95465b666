using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.VisitPlans;

public enum ExportFormat
{
    Csv,
    Ndjson,
}

/// <summary>Which visit plans are exported, and how. Published ones with an appointment on or after 2022-01-01 UTC, always.</summary>
public sealed record VisitPlanExportArguments
{
    /// <summary>Before this day there is nothing that the receivers of the export may use.</summary>
    public static readonly DateOnly Earliest = new(2022, 1, 1);

    /// <summary>The first day of appointments, in UTC.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>The day of appointments to stop before, in UTC.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>States of the clinics, as two capital letters; none means all, and plans without a known clinic.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>Only what has changed since the last export of the same choice.</summary>
    public bool Incremental { get; init; }

    public ExportFormat Format { get; init; }

    public bool Gzip { get; init; } = true;

    /// <summary>What is wrong with the arguments, field by field; none when they are good.</summary>
    public IEnumerable<(string Field, string Message)> Problems()
    {
        if (Since is { } since && since < Earliest)
        {
            yield return ("since", $"since is {since:yyyy-MM-dd}, but must be {Earliest:yyyy-MM-dd} or later.");
        }

        if (Until is { } until && until <= (Since ?? Earliest))
        {
            yield return ("until", $"until is {until:yyyy-MM-dd}, but must be after {Since ?? Earliest:yyyy-MM-dd}; the day itself is not exported.");
        }

        foreach (var state in States.Where(state => state.Length != 2 || !state.All(char.IsAsciiLetterUpper)))
        {
            yield return ("states", $"states contains '{state}', but a state is two capital letters, such as CA.");
        }

        if (!Enum.IsDefined(Format))
        {
            yield return ("format", $"format is {(int)Format}, but must be CSV or NDJSON.");
        }
    }

    /// <summary>The same choice in the same words.</summary>
    public VisitPlanExportArguments Normalized()
    {
        foreach (var (_, message) in Problems())
        {
            throw new RunFailedException("INVALID_ARGUMENTS", message);
        }

        return this with { States = [.. States.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
    }
}
