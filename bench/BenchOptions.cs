using System.Globalization;

namespace HealthGraph.Bench;

/// <summary>What to measure, on how much data, for how long.</summary>
internal sealed record BenchOptions
{
    public static readonly string[] Names = ["engine", "reading", "groups", "export", "csv", "patient-teams", "mips"];

    public IReadOnlyList<string> Selected { get; init; } = [];

    /// <summary>About so many visit plans are seeded, once.</summary>
    public int Plans { get; init; } = 500_000;

    /// <summary>For patient-teams: 1,000,000 and 300 teams are what patient-teams.md measured.</summary>
    public int Patients { get; init; } = 200_000;

    public int Teams { get; init; } = 60;

    /// <summary>For mips: about so many of one state and year.</summary>
    public int Appointments { get; init; } = 200_000;

    /// <summary>The most seconds of full load that both servers get before a round counts; fewer when they are warm before.</summary>
    public int WarmUp { get; init; } = 60;

    public int Seconds { get; init; } = 4;

    public int Rounds { get; init; } = 3;

    public bool Json { get; init; }

    public bool Includes(string name) => Selected.Count == 0 || Selected.Contains(name);

    public static BenchOptions? Parse(string[] args)
    {
        var options = new BenchOptions();
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--json":
                    options = options with { Json = true };
                    break;
                case "--plans" when Number(args, ++i) is { } plans:
                    options = options with { Plans = plans };
                    break;
                case "--patients" when Number(args, ++i) is { } patients:
                    options = options with { Patients = patients };
                    break;
                case "--appointments" when Number(args, ++i) is { } appointments:
                    options = options with { Appointments = appointments };
                    break;
                case "--teams" when Number(args, ++i) is { } teams:
                    options = options with { Teams = teams };
                    break;
                case "--warm-up" when Number(args, ++i) is { } seconds:
                    options = options with { WarmUp = seconds };
                    break;
                case "--seconds" when Number(args, ++i) is { } seconds:
                    options = options with { Seconds = seconds };
                    break;
                case "--rounds" when Number(args, ++i) is { } rounds:
                    options = options with { Rounds = rounds };
                    break;
                case var name when Names.Contains(name):
                    options = options with { Selected = [.. options.Selected, name] };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    private static int? Number(string[] args, int index) =>
        index < args.Length && int.TryParse(args[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
