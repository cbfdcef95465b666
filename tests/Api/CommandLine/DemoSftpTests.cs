using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using HealthGraph.Api.Hosting;
using HealthGraph.Domain.Database.Embedded;

namespace HealthGraph.Api.Tests.CommandLine;

/// <summary><c>./run --with-sftp</c>: files for the registry go to a server of this machine.</summary>
public sealed class DemoSftpTests
{
    private const string Export =
        "mutation Export($input: ExportMipsInput!) { exportMips(input: $input) { run { id } errors { ... on Error { message } } } }";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_years_of_two_states_are_in_the_lake_as_their_manifests_say_and_on_the_server_byte_for_byte()
    {
        Assert.SkipUnless(new[] { "/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd" }.Any(File.Exists), "This machine has no sshd.");
        var data = Directory.CreateTempSubdirectory("healthgraph-demo-").FullName;
        var port = FreePort();
        try
        {
            // Its own export of the year would stand in the way, if the test ran at two in the morning.
            var settings = new Dictionary<string, string> { ["HEALTHGRAPH__MIPS__NIGHTLY"] = "false" };
            await using var demo = Program.Start(settings, "demo", "--data", data, "--port", $"{port}", "--with-sftp");
            await demo.WaitForAsync("Ctrl-C stops everything.");
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            var key = await File.ReadAllTextAsync(Path.Combine(data, "keys", "analyst.key"), Token);
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());

            await ExportAsync(http, 2024);
            await ExportAsync(http, 2025);

            foreach (var (year, state) in new[] { (2024, "CA"), (2024, "TX"), (2025, "CA"), (2025, "TX") })
            {
                await AssertDeliveredAsync(data, year, state);
            }

            Assert.Equal(4, Directory.GetFiles(Path.Combine(data, "sftp", "inbox")).Length);
            ProcessSignal.Terminate(demo.Id);
            await demo.WaitAsync();
            Assert.Equal(0, demo.ExitCode);
        }
        finally
        {
            using (var folder = InstanceLock.TryAcquire(data))
            {
                if (folder is not null)
                {
                    await EmbeddedPostgres.StopLeftoverAsync(folder, new EmbeddedPostgresOptions(), CancellationToken.None);
                }
            }

            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task AssertDeliveredAsync(string data, int year, string state)
    {
        var folder = Assert.Single(Directory.GetDirectories(Path.Combine(data, "lake", "business-operations", "healthmonix", $"{year}", state)));
        var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, "data.csv"), Token);
        var manifest = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json"), Token));
        var delivery = manifest.GetProperty("delivery");

        // The key is part of the name there, and of no manifest.
        var name = delivery.GetProperty("name").GetString()!;
        var inbox = Directory.GetFiles(Path.Combine(data, "sftp", "inbox"), name.Replace("***", "*", StringComparison.Ordinal));
        var delivered = await File.ReadAllBytesAsync(Assert.Single(inbox), Token);

        Assert.True(manifest.GetProperty("rows").EnumerateObject().Sum(kind => kind.Value.GetInt64()) > 0);
        Assert.Equal((year, state), (manifest.GetProperty("year").GetInt32(), manifest.GetProperty("state").GetString()));
        Assert.Equal(Hash(bytes), manifest.GetProperty("sha256").GetString());
        Assert.Equal(bytes.Length, manifest.GetProperty("bytes").GetInt32());
        Assert.Equal(Hash(bytes), Hash(delivered));
        Assert.Equal(bytes.Length, delivery.GetProperty("bytes").GetInt32());
        Assert.StartsWith("sftp://127.0.0.1:", delivery.GetProperty("to").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetFileName(inbox[0]), manifest.GetRawText(), StringComparison.Ordinal);
    }

    private static async Task ExportAsync(HttpClient http, int year)
    {
        var asked = (await QueryAsync(http, Export, new { input = new { year, states = new[] { "CA", "TX" } } })).GetProperty("exportMips");
        Assert.Equal(JsonValueKind.Null, asked.GetProperty("errors").ValueKind);
        var id = asked.GetProperty("run").GetProperty("id").GetString();
        JsonElement run = default;
        await Eventually.HoldsAsync(
            async () =>
            {
                run = (await QueryAsync(http, "query Run($id: ID!) { run(id: $id) { state errorMessage } }", new { id })).GetProperty("run");
                return run.GetProperty("state").GetString() is "SUCCEEDED" or "FAILED";
            },
            $"The export of {year} does not end.");
        Assert.True(run.GetProperty("state").GetString() == "SUCCEEDED", run.GetProperty("errorMessage").GetString());
    }

    private static async Task<JsonElement> QueryAsync(HttpClient http, string query, object variables)
    {
        using var response = await http.PostAsJsonAsync("/graphql", new { query, variables }, Token);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("data");
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
