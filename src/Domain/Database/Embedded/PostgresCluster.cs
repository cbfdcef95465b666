using System.Security.Cryptography;

namespace HealthGraph.Domain.Database.Embedded;

/// <summary>The cluster's files in a data folder: <c>postgres/</c>, <c>postgres.password</c> and <c>postgres.log</c>.</summary>
internal sealed class PostgresCluster(string directory)
{
    public const string SuperUser = "healthgraph";

    private const string UnfinishedPrefix = "postgres.new-";
    private const long LogKept = 10 * 1024 * 1024;

    public string DataDirectory { get; } = Path.Combine(directory, "postgres");

    public string LogFile { get; } = Path.Combine(directory, "postgres.log");

    private string PasswordFile { get; } = Path.Combine(directory, "postgres.password");

    /// <summary>The release that made the cluster; null when there is none yet.</summary>
    public int? Version
    {
        get
        {
            var file = Path.Combine(DataDirectory, "PG_VERSION");
            return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), out var version) ? version : null;
        }
    }

    public string ReadPassword() =>
        File.Exists(PasswordFile)
            ? File.ReadAllText(PasswordFile).Trim()
            : throw new EmbeddedPostgresException($"{PasswordFile} is missing, and without it the database beside it cannot be opened.");

    /// <summary>
    /// Makes the cluster in a folder beside its own and renames it: one that was interrupted leaves nothing that looks whole.
    /// </summary>
    public async Task InitializeAsync(PostgresBinaries binaries, PostgresAccount account, bool durable, CancellationToken cancellationToken)
    {
        DeleteUnfinished();
        if (Directory.Exists(DataDirectory) && Directory.EnumerateFileSystemEntries(DataDirectory).Any())
        {
            throw new EmbeddedPostgresException($"{DataDirectory} holds files but no PostgreSQL cluster. Move them away, or choose another folder with --data.");
        }

        var unfinished = Path.Combine(directory, UnfinishedPrefix + Guid.NewGuid().ToString("N"));
        var data = Path.Combine(unfinished, "data");
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        Directory.CreateDirectory(unfinished);
        WritePrivate(Path.Combine(unfinished, "password"), password);
        await account.OwnAsync(unfinished, cancellationToken);

        await RunInitDbAsync(binaries, account, unfinished, durable, cancellationToken);

        await File.AppendAllTextAsync(
            Path.Combine(data, "postgresql.conf"), $"\ninclude '{PostgresSettings.FileName}'\n", cancellationToken);
        WritePrivate(PasswordFile, password);
        DeleteEmpty(DataDirectory);
        Directory.Move(data, DataDirectory);
        DeleteUnfinished();
    }

    /// <summary>Settings for the next start, and a log file that the account may write.</summary>
    public async Task PrepareStartAsync(int port, PostgresAccount account, bool durable, CancellationToken cancellationToken)
    {
        var settings = Path.Combine(DataDirectory, PostgresSettings.FileName);
        WritePrivate(settings, PostgresSettings.Write(port, durable));
        await account.OwnAsync(settings, cancellationToken);

        if (File.Exists(LogFile) && new FileInfo(LogFile).Length > LogKept)
        {
            File.Move(LogFile, LogFile + ".1", overwrite: true);
        }

        if (!File.Exists(LogFile))
        {
            WritePrivate(LogFile, "");
        }

        await account.OwnAsync(LogFile, cancellationToken);
    }

    /// <summary>The end of the server's log from a place on: why it did not start.</summary>
    public string ReadLogFrom(long position)
    {
        using var log = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = Math.Min(position, log.Length);
        using var reader = new StreamReader(log);
        return string.Join(' ', reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).TakeLast(4));
    }

    private static async Task RunInitDbAsync(
        PostgresBinaries binaries, PostgresAccount account, string unfinished, bool durable, CancellationToken cancellationToken)
    {
        // Text sorts by code point, the same on every machine and fast; case folding knows more than ASCII where the system has C.UTF-8.
        PostgresCommand.Result? answer = null;
        foreach (var characters in (string[])["C.UTF-8", "C"])
        {
            var data = Path.Combine(unfinished, "data");
            var command = account.Command(
            [
                binaries.InitDb, "--pgdata", data, "--username", SuperUser, "--pwfile", Path.Combine(unfinished, "password"),
                "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--lc-ctype", characters,
                .. (durable ? (string[])[] : ["--no-sync"]),
            ]);
            answer = await PostgresCommand.RunAsync(command, "/", cancellationToken);
            if (answer.Succeeded)
            {
                return;
            }
        }

        throw new EmbeddedPostgresException($"initdb could not make a PostgreSQL cluster: {answer!.Complaint}");
    }

    private void DeleteUnfinished()
    {
        foreach (var unfinished in Directory.EnumerateDirectories(directory, UnfinishedPrefix + "*"))
        {
            try
            {
                Directory.Delete(unfinished, recursive: true);
            }
            catch (IOException)
            {
                // The initdb of a program that was killed is still writing there: the next start clears it away.
            }
        }
    }

    private static void DeleteEmpty(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path);
        }
    }

    private static void WritePrivate(string path, string content)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(content);
    }
}
