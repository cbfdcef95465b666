using System.Globalization;

namespace HealthGraph.Domain.Database.Embedded;

/// <summary>
/// The operating system's account that the server runs under. PostgreSQL refuses to run as root, so root drops to the owner of the
/// cluster, else to <c>postgres</c>, else to <c>nobody</c>; everybody else runs it as themselves.
/// </summary>
internal sealed class PostgresAccount
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    private readonly string[] _prefix;
    private readonly string? _owner;

    private PostgresAccount(string[] prefix, string? owner)
    {
        _prefix = prefix;
        _owner = owner;
    }

    public static async Task<PostgresAccount> ChooseAsync(
        string directory, string clusterDirectory, PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return new PostgresAccount([], owner: null);
        }

        var (user, group) = await ChooseUserAsync(clusterDirectory, cancellationToken);
        var account = new PostgresAccount(
            ["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups", "--no-new-privs"], $"{user}:{group}");
        if (!await account.CanAsync("""[ -x "$1" ]""", binaries.InitDb, cancellationToken))
        {
            throw new EmbeddedPostgresException(
                $"PostgreSQL cannot run as root, and user {user} cannot run {binaries.InitDb} instead (or setpriv of util-linux is missing). "
                + "Put the programs where other users may run them, or run HealthGraph as an ordinary user.");
        }

        if (await account.ReachesAsync(directory, cancellationToken))
        {
            return account;
        }

        await LetGroupThroughAsync(directory, group, cancellationToken);
        if (await account.ReachesAsync(directory, cancellationToken))
        {
            return account;
        }

        // A folder further up is closed to that user (/root is 0700). The capability to pass through folders, and no other, gets it there.
        foreach (var capability in (string[])["dac_read_search", "dac_override"])
        {
            var capable = new PostgresAccount(
                [.. account._prefix, $"--inh-caps=+{capability}", $"--ambient-caps=+{capability}"], account._owner);
            if (await capable.ReachesAsync(directory, cancellationToken))
            {
                return capable;
            }
        }

        throw new EmbeddedPostgresException(
            $"PostgreSQL cannot run as root, and user {user} cannot pass through to {directory}. "
            + "Choose another data folder with --data, or run HealthGraph as an ordinary user.");
    }

    /// <summary>The command line that runs a program under this account.</summary>
    public IReadOnlyList<string> Command(params IEnumerable<string> command) => [.. _prefix, .. command];

    /// <summary>Hands a file or folder to the account.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (_owner is not null)
        {
            await RunOrThrowAsync(["chown", "-R", _owner, path], cancellationToken);
        }
    }

    private Task<bool> ReachesAsync(string directory, CancellationToken cancellationToken) =>
        CanAsync("""cd "$1" """, directory, cancellationToken);

    private async Task<bool> CanAsync(string script, string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await PostgresCommand.RunAsync(Command("/bin/sh", "-c", script, "sh", path), "/", cancellationToken)).Succeeded;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int User, int Group)> ChooseUserAsync(string clusterDirectory, CancellationToken cancellationToken)
    {
        if (Directory.Exists(clusterDirectory))
        {
            var owner = await RunOrThrowAsync(["stat", "-c", "%u:%g", clusterDirectory], cancellationToken);
            if (Parse(owner) is { User: not 0 } existing)
            {
                return existing;
            }
        }

        foreach (var name in Preferred)
        {
            var user = await PostgresCommand.RunAsync(["id", "-u", name], "/", cancellationToken);
            var group = await PostgresCommand.RunAsync(["id", "-g", name], "/", cancellationToken);
            if (user.Succeeded && group.Succeeded)
            {
                return Parse($"{user.Output.Trim()}:{group.Output.Trim()}");
            }
        }

        throw new EmbeddedPostgresException(
            "PostgreSQL cannot run as root, and neither of the users postgres and nobody exists here. Run HealthGraph as an ordinary user.");
    }

    private static async Task LetGroupThroughAsync(string directory, int group, CancellationToken cancellationToken)
    {
        await RunOrThrowAsync(["chgrp", group.ToString(CultureInfo.InvariantCulture), directory], cancellationToken);
        await RunOrThrowAsync(["chmod", "g+x", directory], cancellationToken);
    }

    private static async Task<string> RunOrThrowAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var answer = await PostgresCommand.RunAsync(command, "/", cancellationToken);
        return answer.Succeeded
            ? answer.Output.Trim()
            : throw new EmbeddedPostgresException($"{command[0]} failed: {answer.Complaint}");
    }

    private static (int User, int Group) Parse(string userAndGroup)
    {
        var parts = userAndGroup.Split(':');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
