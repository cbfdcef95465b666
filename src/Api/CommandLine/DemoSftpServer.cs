using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HealthGraph.Domain.Errors;

namespace HealthGraph.Api.CommandLine;

/// <summary>The demo's receiver: the sshd of this machine, on a port of loopback, with keys of its own in the data folder.</summary>
internal sealed class DemoSftpServer : IAsyncDisposable
{
    private const string SettingsSection = "HealthGraph:Delivery:Sftp";

    // The shell ends sshd when this process closes the pipe, which even a kill -9 does. Ctrl-C reaches it too, and is not for it.
    private const string Script = "trap '' INT; \"$0\" -D -q -f \"$1\" & read -r _; kill $!";

    private static readonly string[] Programs = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"];

    private readonly string _folder;
    private readonly int _port = FreePort();
    private Process? _process;

    private DemoSftpServer(string dataDirectory) => _folder = Path.Combine(Path.GetFullPath(dataDirectory), "sftp");

    public string Inbox => Path.Combine(_folder, "inbox");

    /// <summary>What lets files be delivered here.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        [$"{SettingsSection}:Host"] = "127.0.0.1",
        [$"{SettingsSection}:Port"] = $"{_port}",
        [$"{SettingsSection}:User"] = Environment.UserName,
        [$"{SettingsSection}:Folder"] = Inbox,
        [$"{SettingsSection}:KnownHosts"] = File.ReadAllText(PathOf("host.pub")),
        [$"{SettingsSection}:IdentityFile"] = PathOf("client"),
    };

    public string Welcome =>
        $"""

        Files for the registry are delivered by SFTP to {Inbox}. Look at what arrives:

             ls -l {Inbox}
             sftp -P {_port} -i {PathOf("client")} -o UserKnownHostsFile={PathOf("known_hosts")} {Environment.UserName}@127.0.0.1:{Inbox}

        """;

    public static async Task<DemoSftpServer> StartAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var program = Programs.FirstOrDefault(File.Exists)
            ?? throw new HealthGraphException("SSHD_MISSING", "--with-sftp needs sshd, which this machine does not have (the package openssh-server).");
        var server = new DemoSftpServer(dataDirectory);
        try
        {
            await server.StartProcessAsync(program, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    private async Task StartProcessAsync(string program, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Inbox);
        await EnsureKeyAsync("host", cancellationToken);
        await EnsureKeyAsync("client", cancellationToken);
        var hostKey = await File.ReadAllTextAsync(PathOf("host.pub"), cancellationToken);
        await File.WriteAllTextAsync(PathOf("known_hosts"), $"[127.0.0.1]:{_port} {hostKey}", cancellationToken);
        await File.WriteAllTextAsync(PathOf("sshd_config"), Configuration(), cancellationToken);
        if (Environment.UserName == "root")
        {
            // What the system's own service makes before it starts.
            Directory.CreateDirectory("/run/sshd");
        }

        _process = Process.Start(new ProcessStartInfo("sh", ["-c", Script, program, PathOf("sshd_config")]) { RedirectStandardInput = true, UseShellExecute = false });
    }

    private string Configuration() =>
        $"""
        Port {_port}
        ListenAddress 127.0.0.1
        HostKey "{PathOf("host")}"
        PidFile none
        AuthorizedKeysFile "{PathOf("client.pub")}"
        StrictModes no
        UsePAM no
        PermitRootLogin prohibit-password
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        AllowTcpForwarding no
        X11Forwarding no
        PermitTTY no
        Subsystem sftp internal-sftp
        ForceCommand internal-sftp

        """;

    private async Task EnsureKeyAsync(string name, CancellationToken cancellationToken)
    {
        if (File.Exists(PathOf(name)))
        {
            return;
        }

        using var process = Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "HealthGraph demo", "-f", PathOf(name)]);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new HealthGraphException("SSHD_MISSING", "ssh-keygen could not make the demo's keys.");
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
