using System.Globalization;
using System.Text;

namespace HealthGraph.Bench.Engine;

/// <summary>What one operation of the engine takes, beside its limit.</summary>
internal sealed record EngineFigure
{
    public required string Name { get; init; }

    /// <summary>The median of the iterations.</summary>
    public required double Microseconds { get; init; }

    /// <summary>The quickest of them: the machine at its quietest.</summary>
    public required double LeastMicroseconds { get; init; }

    public required long AllocatedBytes { get; init; }

    public required double LimitMicroseconds { get; init; }

    /// <summary>The size of the text, when reading it is what is measured.</summary>
    public int? InputBytes { get; init; }

    /// <summary>What the design asks.</summary>
    public required string Aim { get; init; }

    public static string Table(IReadOnlyList<EngineFigure> figures)
    {
        var table = new StringBuilder("| figure | µs | least | allocated | MB/s | limit µs | ratio | aim |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var figure in figures)
        {
            var rate = figure.InputBytes is { } bytes ? (bytes / figure.Microseconds).ToString("0", CultureInfo.InvariantCulture) : "";
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {figure.Name} | {figure.Microseconds:#,0.0#} | {figure.LeastMicroseconds:#,0.0#} | {figure.AllocatedBytes:#,0} B | {rate} | {figure.LimitMicroseconds:#,0.0#} | {figure.Microseconds / figure.LimitMicroseconds:0.00} | {figure.Aim} |\n");
        }

        return table.ToString();
    }
}
