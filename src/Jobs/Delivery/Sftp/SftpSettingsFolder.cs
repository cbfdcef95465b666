using System.Globalization;

namespace HealthGraph.Jobs.Delivery.Sftp;

/// <summary>What one session of ssh reads: a configuration of its own, the pinned key, and the helper that gives the secret. Only this user sees it.</summary>
internal sealed class SftpSettingsFolder : IDisposable
{
    public const string Target = "receiver";
    public const string PasswordVariable = "HEALTHGRAPH_ASKPASS_PASSWORD";
    public const string PassphraseVariable = "HEALTHGRAPH_ASKPASS_PASSPHRASE";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("healthgraph-sftp-");

    public SftpSettingsFolder(SftpOptions options)
    {
        File.WriteAllText(KnownHosts, PinnedKeys(options));
        File.WriteAllText(Configuration, Settings(options));
        File.WriteAllText(AskPass, Helper);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(AskPass, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Configuration => Path.Combine(_folder.FullName, "ssh_config");

    public string AskPass => Path.Combine(_folder.FullName, "askpass");

    private string KnownHosts => Path.Combine(_folder.FullName, "known_hosts");

    // The secret is in the environment of ssh alone, which hands it on to nobody but this.
    private const string Helper =
        $"""
        #!/bin/sh
        case "$1" in
        *passphrase*) printf '%s\n' "${PassphraseVariable}" ;;
        *) printf '%s\n' "${PasswordVariable}" ;;
        esac

        """;

    public void Dispose() => _folder.Delete(recursive: true);

    private string Settings(SftpOptions options)
    {
        var byKey = !string.IsNullOrEmpty(options.IdentityFile);
        var byPassword = !string.IsNullOrEmpty(options.Password);
        var methods = string.Join(',', new[] { byKey ? "publickey" : null, byPassword ? "password" : null }.Where(method => method is not null));
        var identity = byKey ? $"IdentityFile \"{Path.GetFullPath(options.IdentityFile!)}\"" : "PubkeyAuthentication no";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Host {Target}
              HostName {options.Host}
              Port {options.Port}
              User "{options.User}"
              UserKnownHostsFile "{KnownHosts}"
              GlobalKnownHostsFile /dev/null
              StrictHostKeyChecking yes
              UpdateHostKeys no
              VerifyHostKeyDNS no
              {identity}
              IdentitiesOnly yes
              IdentityAgent none
              PreferredAuthentications {methods}
              NumberOfPasswordPrompts 1
              ConnectTimeout {options.ConnectTimeoutSeconds}
              ConnectionAttempts 1
              ServerAliveInterval {options.AliveIntervalSeconds}
              ServerAliveCountMax 3
              ControlMaster no
              ControlPath none
              ForwardAgent no
              ForwardX11 no
              LogLevel ERROR

            """);
    }

    private static string PinnedKeys(SftpOptions options)
    {
        var given = options.KnownHosts!.Trim();
        if (!given.Contains(' ', StringComparison.Ordinal) || File.Exists(given))
        {
            return File.ReadAllText(given);
        }

        // A key without its host, as in the server's .pub file.
        var host = options.Port == 22 ? options.Host : string.Create(CultureInfo.InvariantCulture, $"[{options.Host}]:{options.Port}");
        var lines = given.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => IsKeyType(line.Split(' ')[0]) ? $"{host} {line}" : line);
        return string.Join('\n', lines) + "\n";
    }

    private static bool IsKeyType(string word) =>
        word.StartsWith("ssh-", StringComparison.Ordinal) || word.StartsWith("ecdsa-", StringComparison.Ordinal) || word.StartsWith("sk-", StringComparison.Ordinal);
}
