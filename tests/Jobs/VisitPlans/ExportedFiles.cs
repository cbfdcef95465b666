using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using CsvHelper;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.VisitPlans;

namespace HealthGraph.Jobs.Tests.VisitPlans;

/// <summary>Reads an export as its receivers do: the manifest first, then what it names, and nothing else.</summary>
internal sealed class ExportedFiles(string lake, VisitPlanManifest manifest)
{
    public VisitPlanManifest Manifest => manifest;

    public static async Task<ExportedFiles> ReadAsync(string lake, string path)
    {
        await using var stream = File.OpenRead(Path.Combine(lake, path));
        var manifest = await JsonSerializer.DeserializeAsync<VisitPlanManifest>(stream, RunJson.Options);
        return new ExportedFiles(lake, manifest!);
    }

    /// <summary>The rows of a file set, checked against the manifest's counts, bytes and hashes.</summary>
    public List<Dictionary<string, string>> Rows(IReadOnlyList<ManifestPart> parts)
    {
        var all = new List<Dictionary<string, string>>();
        foreach (var part in parts)
        {
            var bytes = File.ReadAllBytes(Path.Combine(lake, part.Path));
            Assert.Equal(part.Bytes, bytes.Length);
            Assert.Equal(part.Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            var rows = Csv(bytes);
            Assert.Equal(part.Rows, rows.Count);
            all.AddRange(rows);
        }

        return all;
    }

    public List<Dictionary<string, string>> Plans() => Rows(manifest.Parts);

    public List<Dictionary<string, string>> Entries() => Rows(manifest.Entries.Parts);

    private static List<Dictionary<string, string>> Csv(byte[] bytes)
    {
        using var csv = CsvReader.Create(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress), CsvReaderOptions.Default);
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            rows.Add(csv.Headers.ToArray().ToDictionary(name => name, name => csv.GetString(name)));
        }

        return rows;
    }
}
