using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HealthGraph.Jobs.Tests.Delivery;

/// <summary>The sshd of this machine, run by this user on a port of its own with keys of its own; its files go into <see cref="Inbox"/>.</summary>
internal sealed class SshServer : IAsyncDisposable
{
    public const string Password = "a pass\"word $HOME";

    private const string PasswordHash =
        "$6$healthgraph$Drzp8n1hEVRdVtORQ4aIf2Ks7w7sKg/KC23exwI1CR4pGt70GSU0i8ZH0PEGPYNsZOJJ.AmGXaoJOZwecEZKs0";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hg-sshd-");
    private Process? _process;

    private SshServer()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public int Port { get; }

    public string Inbox => Path.Combine(_folder.FullName, "inbox");

    public string ClientKey => Path.Combine(_folder.FullName, "client");

    public string HostKey => File.ReadAllText(Path.Combine(_folder.FullName, "host.pub"));

    /// <summary>A folder for whatever a test needs beside the server.</summary>
    public string Folder => _folder.FullName;

    /// <param name="command">What serves the files; "INBOX" in it is the folder.</param>
    /// <param name="mounts">Commands that change what this server alone sees of the file system; the test is skipped where that is not permitted.</param>
    public static async Task<SshServer> StartAsync(string command = "internal-sftp -d INBOX", string? mounts = null)
    {
        var sshd = new[] { "/usr/sbin/sshd", "/usr/local/sbin/sshd" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(sshd is null, "This machine has no sshd.");
        Assert.SkipWhen(mounts is not null && !await MayMountAsync(), "This user may not mount what one process alone sees (unshare -m).");
        var server = new SshServer();
        try
        {
            await server.StartAsync(sshd!, command, mounts);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>In place of the accounts' passwords, for the server alone.</summary>
    public static string KnownPassword =>
        $"awk -F: -v OFS=: -v hash='{PasswordHash}' '$1 == \"{Environment.UserName}\" {{ $2 = hash }} 1' /etc/shadow > INBOX/../shadow && mount --bind INBOX/../shadow /etc/shadow";

    /// <summary>Room for a megabyte.</summary>
    public static string SmallDisk => "mount -t tmpfs -o size=1m tmpfs INBOX";

    public async Task<string> NewKeyAsync(string name, string passphrase = "")
    {
        var path = Path.Combine(Folder, name);
        await RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", path);
        return path;
    }

    public void Put(string name, string content) => File.WriteAllText(Path.Combine(Inbox, name), content);

    /// <summary>As the server sees them, which may have another disk there.</summary>
    public Dictionary<string, long> Files() => new DirectoryInfo($"/proc/{_process!.Id}/root{Inbox}").EnumerateFiles()
        .ToDictionary(file => file.Name, file => file.Length, StringComparer.Ordinal);

    public async Task SignalSessionsAsync(string signal)
    {
        foreach (var id in await DescendantsAsync(_process!.Id))
        {
            await RunAsync("sh", "-c", $"kill -{signal} {id} 2> /dev/null || true");
        }
    }

    public static async Task HoldsAsync(Func<bool> condition, string otherwise)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < LongestWait, otherwise);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await SignalSessionsAsync("KILL");
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(string sshd, string command, string? mounts)
    {
        Directory.CreateDirectory(Inbox);
        await NewKeyAsync("host");
        File.Copy((await NewKeyAsync("client")) + ".pub", Path.Combine(Folder, "authorized"));
        var configuration = Path.Combine(Folder, "sshd_config");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            Port {Port}
            ListenAddress 127.0.0.1
            HostKey {Folder}/host
            PidFile none
            AuthorizedKeysFile {Folder}/authorized
            StrictModes no
            UsePAM no
            PermitRootLogin yes
            PasswordAuthentication yes
            KbdInteractiveAuthentication no
            Subsystem sftp internal-sftp
            ForceCommand {command.Replace("INBOX", Inbox, StringComparison.Ordinal)}

            """);
        if (Environment.UserName == "root")
        {
            // What the system's own service makes before it starts.
            Directory.CreateDirectory("/run/sshd");
        }

        var script = $"{(mounts is null ? "" : mounts.Replace("INBOX", Inbox, StringComparison.Ordinal) + " && ")}exec {sshd} -D -q -f {configuration}";
        _process = Process.Start(mounts is null ? new ProcessStartInfo("sh", ["-c", script]) : new ProcessStartInfo("unshare", ["-m", "sh", "-c", script]));
        await HoldsAsync(Answers, "sshd does not answer.");
    }

    private bool Answers()
    {
        Assert.False(_process!.HasExited, "sshd did not start.");
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public static async Task<bool> MayMountAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("unshare", ["-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]) { RedirectStandardError = true, UseShellExecute = false })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    private static async Task<List<int>> DescendantsAsync(int id)
    {
        var start = new ProcessStartInfo("ps", ["-o", "pid=", "--ppid", $"{id}"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await process.WaitForExitAsync();
        var all = new List<int>();
        foreach (var child in lines.Select(int.Parse))
        {
            all.AddRange(await DescendantsAsync(child));
            all.Add(child);
        }

        return all;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
