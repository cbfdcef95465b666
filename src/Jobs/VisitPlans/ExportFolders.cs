using System.Globalization;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.DataLake;

namespace HealthGraph.Jobs.VisitPlans;

/// <summary>
/// Where an export's files are. A day's exports share a folder, and the manifest in it tells which files count; an incremental one has
/// a folder of its own, so that it never stands in for a whole one.
/// </summary>
internal sealed class ExportFolders
{
    private const string Root = "marketplace/visit-plans";
    private const string EntryRoot = "marketplace/visit-plan-entries";

    private readonly string _extension;

    public ExportFolders(Run run, VisitPlanExportArguments arguments)
    {
        Date = DateOnly.FromDateTime(run.CreatedAt.UtcDateTime);
        var day = Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var below = arguments.Incremental ? $"{day}/changes/{run.Id:D}" : day;
        Plans = $"{Root}/{below}";
        Entries = $"{EntryRoot}/{below}";
        _extension = (arguments.Format == ExportFormat.Csv ? ".csv" : ".ndjson") + (arguments.Gzip ? ".gz" : "");
    }

    public DateOnly Date { get; }

    public string Plans { get; }

    public string Entries { get; }

    public string Manifest => $"{Plans}/{VisitPlanManifest.FileName}";

    public string PlanPart(int number) => $"{Plans}/{PartName(number)}";

    public string EntryPart(int number) => $"{Entries}/{PartName(number)}";

    /// <summary>Part files of any export in these two folders.</summary>
    public async Task<List<string>> ListPartsAsync(IDataLake lake, CancellationToken cancellationToken)
    {
        var parts = new List<string>();
        foreach (var folder in new[] { Plans, Entries })
        {
            await foreach (var file in lake.ListAsync(folder, cancellationToken))
            {
                if (file.Path.StartsWith($"{folder}/part-", StringComparison.Ordinal) && file.Path.LastIndexOf('/') == folder.Length)
                {
                    parts.Add(file.Path);
                }
            }
        }

        return parts;
    }

    /// <summary>The number in <c>…/part-00012.csv.gz</c>; 0 for a name of somebody else's.</summary>
    public static int NumberOf(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var digits = name["part-".Length..].Split('.')[0];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private string PartName(int number) => string.Create(CultureInfo.InvariantCulture, $"part-{number:D5}{_extension}");
}
