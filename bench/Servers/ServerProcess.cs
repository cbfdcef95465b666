using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HealthGraph.Bench.Servers;

/// <summary>A server in a process of its own, so that its CPU time and memory are its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const double TicksPerSecond = 100;

    // What Linux keeps of the name that the runtime gives the thread.
    private const string CompilerThread = "(.NET Tiered Com)";

    private readonly Process _process;
    private double _compilerSeconds;

    private ServerProcess(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    public string Url { get; }

    /// <summary>CPU time used so far, user and system, in seconds.</summary>
    public double CpuSeconds => SecondsOf(File.ReadAllText($"/proc/{_process.Id}/stat"));

    /// <summary>Resident memory, in megabytes.</summary>
    public double Megabytes => Process.GetProcessById(_process.Id).WorkingSet64 / 1e6;

    /// <summary>The most memory that it has had resident, in megabytes.</summary>
    public double PeakMegabytes => Process.GetProcessById(_process.Id).PeakWorkingSet64 / 1e6;

    /// <summary>CPU time that the runtime has taken to compile code again that is hot, since this was asked before.</summary>
    public double TakeCompilerSeconds()
    {
        // The thread ends when it has had nothing to do for a while, and the next one begins at nothing.
        var now = Directory.GetDirectories($"/proc/{_process.Id}/task").Sum(CompilerSecondsOf);
        var taken = now < _compilerSeconds ? now : now - _compilerSeconds;
        _compilerSeconds = now;
        return taken;
    }

    public static async Task<ServerProcess> StartAsync(string readyPath, Func<string, (string Assembly, string[] Arguments)> command, string connectionString)
    {
        var url = $"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}";
        var (assembly, arguments) = command(url);
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["HEALTHGRAPH__DATABASE__CONNECTIONSTRING"] = connectionString;
        // Our server's own settings (its project file and the SDK for the web), given to the limit as well: code is compared with code.
        start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        start.Environment["DOTNET_gcServer"] = "1";
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{assembly} did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        using var client = new HttpClient();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await IsReadyAsync(client, url + readyPath, deadline.Token))
        {
            await Task.Delay(50, deadline.Token);
        }

        return new ServerProcess(process, url);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static double CompilerSecondsOf(string threadFolder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(threadFolder, "stat"));
            return stat.Contains(CompilerThread, StringComparison.Ordinal) ? SecondsOf(stat) : 0;
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return 0;
        }
    }

    private static double SecondsOf(string stat)
    {
        var fields = stat.Split(") ")[1].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, string url, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(url, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
