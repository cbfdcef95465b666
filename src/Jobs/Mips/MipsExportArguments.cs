using System.Globalization;
using HealthGraph.Domain.Mips;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.Mips;

/// <summary>Which year is exported, and how far it goes. The settings of the year say the rest.</summary>
public sealed record MipsExportArguments
{
    public required int Year { get; init; }

    /// <summary>Two capital letters each; null for the states of the year's setting.</summary>
    public IReadOnlyList<string>? States { get; init; }

    /// <summary>Whether files are delivered, where the year is enabled.</summary>
    public bool Upload { get; init; } = true;

    /// <summary>Builds and counts, compares with the last export, and leaves everything as it is.</summary>
    public bool DryRun { get; init; }

    /// <summary>The day in the names of folder and file; today in California unless given. It is a label: the data are today's.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Publishes even if there are far fewer rows than last time.</summary>
    public bool AcceptDrop { get; init; }

    /// <summary>What is wrong with the arguments, field by field; none when they are good.</summary>
    public IEnumerable<(string Field, string Message)> Problems()
    {
        if (Year is < MipsSettings.FirstYear or > MipsSettings.LastYear)
        {
            yield return ("year", string.Create(CultureInfo.InvariantCulture, $"year is {Year}, but must be from {MipsSettings.FirstYear} to {MipsSettings.LastYear}."));
        }

        foreach (var state in (States ?? []).Where(state => state.Length != 2 || !state.All(char.IsAsciiLetterUpper)))
        {
            yield return ("states", $"states contains '{state}', but a state is two capital letters, such as CA.");
        }

        if (States is { Count: 0 })
        {
            yield return ("states", "states is an empty list; leave it out for the states of the year's setting.");
        }
    }

    /// <summary>The same choice in the same words.</summary>
    /// <exception cref="RunFailedException">An argument is wrong; the message says which.</exception>
    public MipsExportArguments Normalized()
    {
        foreach (var (_, message) in Problems())
        {
            throw new RunFailedException("INVALID_ARGUMENTS", message);
        }

        return this with { States = States is null ? null : [.. States.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
    }
}
