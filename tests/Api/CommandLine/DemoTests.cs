using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using HealthGraph.Api.Hosting;
using HealthGraph.Domain.Database.Embedded;

namespace HealthGraph.Api.Tests.CommandLine;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_serves_survives_a_kill_and_stops_what_it_started()
    {
        var data = Directory.CreateTempSubdirectory("healthgraph-demo-").FullName;
        var port = FreePort();
        try
        {
            await using var first = StartDemo(data, port);
            await first.WaitForAsync("Ctrl-C stops everything.");
            var analyst = await File.ReadAllTextAsync(Path.Combine(data, "keys", "analyst.key"), TestContext.Current.CancellationToken);
            Assert.Contains("\"totalCount\":", await QueryAsync(port, analyst.Trim()), StringComparison.Ordinal);
            AssertPrivate(Path.Combine(data, "keys", "admin.key"));

            await using var second = await Program.RunAsync(null, "demo", "--data", data, "--port", $"{FreePort()}");
            Assert.Equal(1, second.ExitCode);
            Assert.Contains($"HealthGraph is already running on {data} (process {first.Id}, http://127.0.0.1:{port}).", second.Error, StringComparison.Ordinal);
            await using var keys = await Program.RunAsync(null, "keys", "list", "--data", data);
            Assert.Contains("demo analyst", keys.Output, StringComparison.Ordinal);

            first.Kill();
            await first.WaitAsync();
            await using var third = StartDemo(data, port);
            await third.WaitForAsync("Ctrl-C stops everything.");
            Assert.Contains("\"totalCount\":", await QueryAsync(port, analyst.Trim()), StringComparison.Ordinal);

            ProcessSignal.Terminate(third.Id);
            await third.WaitAsync();
            Assert.Equal(0, third.ExitCode);
            Assert.Null(EmbeddedPostgres.ConnectionStringOf(data));
            Assert.False(File.Exists(Path.Combine(data, "postgres", "postmaster.pid")));
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

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_one_line()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var data = Directory.CreateTempSubdirectory("healthgraph-demo-").FullName;
        try
        {
            await using var program = await Program.RunAsync(null, "demo", "--data", data, "--port", $"{port}");

            Assert.Equal(1, program.ExitCode);
            Assert.Equal($"Port {port} is taken by another program. Choose one with --port.", program.Error.Trim());
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static Program StartDemo(string data, int port) => Program.Start(null, "demo", "--data", data, "--port", $"{port}");

    private static async Task<string> QueryAsync(int port, string key)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var content = new StringContent("""{"query":"{ visitPlans(first: 1) { totalCount } }"}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync($"http://127.0.0.1:{port}/graphql", content, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static void AssertPrivate(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
