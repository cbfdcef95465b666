using System.Diagnostics;
using HealthGraph.Api.Tests;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Conformance.Tests;

/// <summary>CSV and NDJSON as clients that no one here wrote read them; docs/dashboards.md shows the same steps.</summary>
public sealed class TableClientTests(PostgresServer postgres) : IAsyncLifetime
{
    // The last row cannot be worked out, and the rows before it are more than any buffer holds.
    private const string Broken = "{ therapists(order: {npi: ASC}) { nodes { id npi firstName lastName } } }";

    private readonly ApiServer _api = new(postgres);

    private string Url => new Uri(_api.Address, "/graphql").ToString();

    public async ValueTask InitializeAsync()
    {
        await _api.InitializeAsync();
        await _api.Database.ExecuteAsync("""
            INSERT INTO matrix.destination (id, clinic_id, name, state, region)
            VALUES (gen_random_uuid(), 'C1', E'Bay, "North"\r\nÅ😀', 'CA', ''), (gen_random_uuid(), 'C2', 'South', 'TX', ''), (gen_random_uuid(), 'C3', 'East', 'NY', 'East')
            """);
        await _api.Database.ExecuteAsync("""
            ALTER TABLE matrix.destination ALTER COLUMN region DROP NOT NULL;
            UPDATE matrix.destination SET region = NULL WHERE clinic_id = 'C1';
            CREATE TABLE public.many AS SELECT lpad(i::text, 10, '0') AS npi, gen_random_uuid() AS id FROM generate_series(1, 20000) AS i;
            CREATE INDEX ON public.many (npi, id);
            CREATE FUNCTION public.first_name(npi text) RETURNS text LANGUAGE plpgsql VOLATILE AS
            $$ BEGIN RETURN (1 / (20000 - npi::int))::text || repeat('x', 200); END $$;
            CREATE OR REPLACE VIEW api.therapist AS
            SELECT id, npi::char(10) AS npi, public.first_name(npi) AS first_name, 'Last'::text AS last_name, npi AS clinicient_staff_id
            FROM public.many
            ORDER BY npi::char(10), id;
            """);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public Task Python_reads_it_with_urllib_and_csv() => HoldAsync(atLeast: 11, "python3", "table.py", Url, _api.AnalystKey, Broken);

    [Fact]
    public Task Node_reads_it_with_fetch() => HoldAsync(atLeast: 5, "node", "table.mjs", Url, _api.AnalystKey, Broken);

    [Fact]
    public async Task Curl_saves_it_under_its_name_and_tells_a_file_that_is_not_whole()
    {
        var folder = Directory.CreateTempSubdirectory("healthgraph-curl-").FullName;
        string[] common = ["-sS", "--fail-with-body", "-H", $"Authorization: Bearer {_api.AnalystKey}", "-G", Url, "--data-urlencode"];

        var saved = await RunAsync("curl", folder, [.. common, "query=query Clinics { destinations { nodes { clinicId } } }", "-d", "format=csv", "-OJ"]);
        var compressed = await RunAsync("curl", folder, [.. common, "query={ destinations { nodes { clinicId name } } }", "-H", "Accept: text/csv", "--compressed", "-o", "c.csv"]);
        var refused = await RunAsync("curl", folder, [.. common, "query={ nothing }", "-d", "format=csv"]);
        var broken = await RunAsync("curl", folder, [.. common, $"query={Broken}", "-d", "format=csv", "-o", "broken.csv"]);

        Assert.Equal((0, "clinicId\r\n"), (saved.ExitCode, (await File.ReadAllTextAsync(Path.Combine(folder, "Clinics.csv"), TestContext.Current.CancellationToken))[..10]));
        Assert.Equal(0, compressed.ExitCode);
        Assert.Equal(22, refused.ExitCode);
        Assert.NotEqual(0, broken.ExitCode);
        Assert.InRange(new FileInfo(Path.Combine(folder, "broken.csv")).Length, 32_000, 19_999 * 300);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task HoldAsync(int atLeast, string program, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(program, Path.Combine(Repository.Root, "tests", "Conformance", "clients"), arguments);

        Assert.True(exitCode == 0, output);
        Assert.Contains($"{atLeast} of {atLeast} checks", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string folder, params string[] arguments)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed.");
            throw;
        }

        using (process)
        {
            var texts = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, string.Concat(texts));
        }
    }
}
