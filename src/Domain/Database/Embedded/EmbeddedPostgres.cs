using System.Globalization;
using Npgsql;

namespace HealthGraph.Domain.Database.Embedded;

/// <summary>
/// A private PostgreSQL under a data folder, on a free loopback port, open only to who reads the folder's password. It outlives this
/// process when that is killed, and is adopted by the next one that takes the folder.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string DatabaseName = "healthgraph";
    private const int StartAttempts = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly PostgresCluster _cluster;
    private readonly PostgresBinaries _binaries;
    private readonly PostgresAccount _account;
    private readonly EmbeddedPostgresOptions _options;
    private bool _stopped;

    private EmbeddedPostgres(
        PostgresCluster cluster, PostgresBinaries binaries, PostgresAccount account, EmbeddedPostgresOptions options)
    {
        _cluster = cluster;
        _binaries = binaries;
        _account = account;
        _options = options;
    }

    /// <summary>The connection string, with its password.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Starts the folder's server, making it when there is none, or adopts the one that still runs.</summary>
    public static async Task<EmbeddedPostgres> StartAsync(
        InstanceLock instance, EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        var cluster = new PostgresCluster(instance.Directory);
        var binaries = await PostgresBinaries.FindAsync(options, cluster.Version, cancellationToken);
        var account = await PostgresAccount.ChooseAsync(instance.Directory, cluster.DataDirectory, binaries, cancellationToken);
        if (cluster.Version is null)
        {
            await cluster.InitializeAsync(binaries, account, options.Durable, cancellationToken);
        }

        var postgres = new EmbeddedPostgres(cluster, binaries, account, options);
        var port = await postgres.AdoptAsync(cancellationToken) ?? await postgres.StartServerAsync(cancellationToken);
        postgres.ConnectionString = await CreateDatabaseAsync(postgres.Connection(port), cancellationToken);
        instance.Publish(instance.Description with { Connection = WithoutPassword(postgres.ConnectionString) });
        return postgres;
    }

    /// <summary>Stops the server that a killed process left behind in the folder, if there is one.</summary>
    public static async Task StopLeftoverAsync(InstanceLock instance, EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        var cluster = new PostgresCluster(instance.Directory);
        if (cluster.Version is not { } version || Postmaster.TryRead(cluster.DataDirectory) is null)
        {
            return;
        }

        var binaries = await PostgresBinaries.FindAsync(options, version, cancellationToken);
        var account = await PostgresAccount.ChooseAsync(instance.Directory, cluster.DataDirectory, binaries, cancellationToken);
        await new EmbeddedPostgres(cluster, binaries, account, options).StopAsync(cancellationToken);
    }

    /// <summary>The connection string of the server that another process keeps in the folder; null when none does.</summary>
    public static string? ConnectionStringOf(string directory) =>
        InstanceDescription.TryRead(directory) is { Connection: { } connection }
            ? new NpgsqlConnectionStringBuilder(connection)
            {
                Password = new PostgresCluster(Path.GetFullPath(directory)).ReadPassword(),
            }.ConnectionString
            : null;

    /// <summary>A connection string as the URI that psql and BI tools take.</summary>
    public static string ConnectionUri(string connectionString)
    {
        var b = new NpgsqlConnectionStringBuilder(connectionString);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"postgresql://{Uri.EscapeDataString(b.Username ?? "")}:{Uri.EscapeDataString(b.Password ?? "")}@{b.Host}:{b.Port}/{b.Database}");
    }

    /// <summary>Ends every session and the server, and leaves its files in order.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopped)
        {
            return;
        }

        if (Postmaster.TryRead(_cluster.DataDirectory) is { } postmaster
            && await postmaster.ServesAsync(_cluster.DataDirectory, cancellationToken))
        {
            await StopServerAsync(cancellationToken);
        }

        _stopped = true;
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task<int?> AdoptAsync(CancellationToken cancellationToken)
    {
        if (Postmaster.TryRead(_cluster.DataDirectory) is not { } postmaster
            || !await postmaster.ServesAsync(_cluster.DataDirectory, cancellationToken))
        {
            // Left by a server that did not end in order: it would hold back a start once its process id is somebody else's.
            Postmaster.Forget(_cluster.DataDirectory);
            return null;
        }

        if (await AnswersAsync(postmaster.Port, cancellationToken))
        {
            return postmaster.Port;
        }

        await StopServerAsync(cancellationToken);
        return null;
    }

    private async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.StartTimeout);
        var refusalsLeft = 50;
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(Connection(port).ConnectionString);
                await connection.OpenAsync(deadline.Token);
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow)
            {
                // Starting, recovering or about to end.
            }
            catch (PostgresException)
            {
                return false;
            }
            catch (NpgsqlException) when (refusalsLeft-- > 0)
            {
            }
            catch (NpgsqlException)
            {
                return false;
            }

            try
            {
                await Task.Delay(Patience, deadline.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private async Task<int> StartServerAsync(CancellationToken cancellationToken)
    {
        var previous = await ReadPortAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var port = Postmaster.FreePort(previous);
            await _cluster.PrepareStartAsync(port, _account, _options.Durable, cancellationToken);
            var logBefore = new FileInfo(_cluster.LogFile).Length;
            if (await TryStartAsync(cancellationToken) is not { } complaint)
            {
                return port;
            }

            // Somebody may have taken the port in between; and the sessions of a server that was killed need a moment to see it.
            if (attempt == StartAttempts)
            {
                throw new EmbeddedPostgresException(
                    $"PostgreSQL did not start: {complaint} Its log {_cluster.LogFile} ends: {_cluster.ReadLogFrom(logBefore)}");
            }

            await Task.Delay(attempt * Patience * 2, cancellationToken);
        }
    }

    private async Task<string?> TryStartAsync(CancellationToken cancellationToken)
    {
        // pg_ctl puts the server into a session of its own: Ctrl-C at the terminal stops this program first, and then this program the server.
        try
        {
            var answer = await PgCtlAsync(
                [
                    "start", "--wait", "--log", ShellSafe(_cluster.LogFile),
                    "--timeout", ((int)_options.StartTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture),
                ],
                cancellationToken);
            return answer.Succeeded ? null : answer.Complaint;
        }
        catch (OperationCanceledException)
        {
            await StopAsync(CancellationToken.None);
            throw;
        }
    }

    private async Task StopServerAsync(CancellationToken cancellationToken)
    {
        var answer = await PgCtlAsync(["stop", "--wait", "--mode", "fast", "--timeout", "60"], cancellationToken);
        if (!answer.Succeeded)
        {
            answer = await PgCtlAsync(["stop", "--wait", "--mode", "immediate", "--timeout", "20"], cancellationToken);
        }

        if (!answer.Succeeded && Postmaster.TryRead(_cluster.DataDirectory) is { } left
            && await left.ServesAsync(_cluster.DataDirectory, cancellationToken))
        {
            throw new EmbeddedPostgresException($"PostgreSQL (process {left.ProcessId}) did not stop: {answer.Complaint}");
        }
    }

    private Task<PostgresCommand.Result> PgCtlAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        PostgresCommand.RunAsync(
            _account.Command([_binaries.PgCtl, "--pgdata", ShellSafe(_cluster.DataDirectory), .. arguments]),
            Path.GetDirectoryName(_cluster.DataDirectory) ?? "/",
            cancellationToken);

    // pg_ctl hands paths to a shell between double quotes. Where that would not do, the name within the folder does.
    private static string ShellSafe(string path) => path.AsSpan().ContainsAny("\"$`\\") ? Path.GetFileName(path) : path;

    private async Task<int?> ReadPortAsync(CancellationToken cancellationToken)
    {
        var settings = Path.Combine(_cluster.DataDirectory, PostgresSettings.FileName);
        if (!File.Exists(settings))
        {
            return null;
        }

        var lines = await File.ReadAllLinesAsync(settings, cancellationToken);
        var line = lines.FirstOrDefault(l => l.StartsWith("port = ", StringComparison.Ordinal));
        return int.TryParse(line?["port = ".Length..], CultureInfo.InvariantCulture, out var port) ? port : null;
    }

    private NpgsqlConnectionStringBuilder Connection(int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Username = PostgresCluster.SuperUser,
        Password = _cluster.ReadPassword(),
        Database = "postgres",
        Pooling = false,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    };

    private static async Task<string> CreateDatabaseAsync(NpgsqlConnectionStringBuilder server, CancellationToken cancellationToken)
    {
        await using (var connection = new NpgsqlConnection(server.ConnectionString))
        {
            await connection.OpenAsync(cancellationToken);
            try
            {
                await using var create = new NpgsqlCommand($"CREATE DATABASE {DatabaseName}", connection);
                await create.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
            {
                // Every start but the first.
            }
        }

        server.Database = DatabaseName;
        server.Remove("Pooling");
        return server.ConnectionString;
    }

    private static string WithoutPassword(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Password = null }.ConnectionString;
}
