using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HealthGraph.Domain.Database.Embedded;

/// <summary>What a cluster's <c>postmaster.pid</c> says of the server that wrote it, which may be long gone.</summary>
internal sealed record Postmaster(int ProcessId, int Port)
{
    public static Postmaster? TryRead(string clusterDirectory)
    {
        try
        {
            // Lines: process, data folder, start time, port, and more as the server comes up.
            var lines = File.ReadAllLines(PathIn(clusterDirectory));
            return lines.Length >= 4
                ? new Postmaster(
                    int.Parse(lines[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                    int.Parse(lines[3], CultureInfo.InvariantCulture))
                : null;
        }
        catch (Exception e) when (e is IOException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>
    /// True when the process lives and works in this very folder: a process id is soon given to somebody else, and a copied data folder
    /// names the server of the original.
    /// </summary>
    public async Task<bool> ServesAsync(string clusterDirectory, CancellationToken cancellationToken)
    {
        if (ProcessId <= 0)
        {
            return false;
        }

        if (!Directory.Exists("/proc/self"))
        {
            return IsPostgres();
        }

        var answer = await PostgresCommand.RunAsync(
            ["stat", "-L", "-c", "%d:%i", $"/proc/{ProcessId}/cwd", clusterDirectory], "/", cancellationToken);
        var places = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return answer.Succeeded && places.Length == 2 && places[0] == places[1];
    }

    public static void Forget(string clusterDirectory) => File.Delete(PathIn(clusterDirectory));

    /// <summary>The port that was used before when nobody has taken it since, else any free one.</summary>
    public static int FreePort(int? preferred) => preferred is { } port && IsFree(port) ? port : AnyFreePort();

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int AnyFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private bool IsPostgres()
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(ProcessId);
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string PathIn(string clusterDirectory) => Path.Combine(clusterDirectory, "postmaster.pid");
}
