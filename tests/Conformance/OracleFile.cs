using System.Text.Json;

namespace HealthGraph.Conformance.Tests;

/// <summary>What a script of the oracle folder wrote: one JSON object a line. The script's first argument is the file.</summary>
internal sealed class OracleFile : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private OracleFile()
    {
    }

    public static async Task<OracleFile> WriteAsync(string script, params string[] arguments)
    {
        var file = new OracleFile();
        try
        {
            var (succeeded, output) = await NodeOracle.RunAsync(script, [file._path, .. arguments]);
            Assert.True(succeeded, output);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public IEnumerable<JsonElement> Read()
    {
        foreach (var line in File.ReadLines(_path))
        {
            using var json = JsonDocument.Parse(line);
            yield return json.RootElement;
        }
    }

    public void Dispose() => File.Delete(_path);
}
