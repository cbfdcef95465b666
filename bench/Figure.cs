using System.Globalization;
using System.Text;

namespace HealthGraph.Bench;

/// <summary>One measurement beside its limit.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">In what, for example requests/s; larger is better unless it is a time.</param>
/// <param name="Ours">The median of our rounds.</param>
/// <param name="Limit">The median of the limit's rounds, interleaved with ours.</param>
/// <param name="Aim">What the design asks of the ratio.</param>
internal sealed record Figure(string Name, string Unit, double Ours, double Limit, string Aim)
{
    public double Ratio => Ours / Limit;

    public static string Table(IReadOnlyList<Figure> figures)
    {
        var table = new StringBuilder("| figure | unit | ours | limit | ratio | aim |\n|---|---|---|---|---|---|\n");
        foreach (var figure in figures)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {figure.Name} | {figure.Unit} | {figure.Ours:#,0.##} | {figure.Limit:#,0.##} | {figure.Ratio:0.00} | {figure.Aim} |\n");
        }

        return table.ToString();
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
