using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using HealthGraph.Domain.Database;
using HealthGraph.Domain.Database.Embedded;
using HealthGraph.Testing.Postgres;
using Npgsql;

namespace HealthGraph.Domain.Tests.Database.Embedded;

[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedPostgresTests : IDisposable
{
    private static readonly EmbeddedPostgresOptions Options = new() { Durable = false };

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"healthgraph-embedded-{Guid.NewGuid():N}");

    private string ClusterFolder => Path.Combine(_folder, "data", "postgres");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_stopped_server_keeps_its_data_and_its_address_and_leaves_no_process()
    {
        using var instance = Acquire();
        string first;
        int process;
        await using (var postgres = await StartAsync(instance))
        {
            first = postgres.ConnectionString;
            process = ReadProcessId();
            await ExecuteAsync(first, "CREATE TABLE kept AS SELECT 7 AS number");
        }

        Assert.False(IsRunning(process));
        await using var again = await StartAsync(instance);
        Assert.Equal(first, again.ConnectionString);
        Assert.Equal(7, await ScalarAsync(again.ConnectionString, "SELECT number FROM kept"));
    }

    [Fact]
    public async Task A_server_that_outlived_its_program_is_adopted()
    {
        using var instance = Acquire();
        var lost = await StartAsync(instance);
        var process = ReadProcessId();

        await using var adopted = await StartAsync(instance);

        Assert.Equal(process, ReadProcessId());
        Assert.Equal(lost.ConnectionString, adopted.ConnectionString);
        Assert.Equal(1, await ScalarAsync(adopted.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_server_that_was_killed_is_started_again_with_what_was_committed()
    {
        using var instance = Acquire();
        var lost = await EmbeddedPostgres.StartAsync(instance, new EmbeddedPostgresOptions(), CancellationToken.None);
        await ExecuteAsync(lost.ConnectionString, "CREATE TABLE kept AS SELECT 7 AS number");
        await KillAsync(ReadProcessId());

        await using var postgres = await StartAsync(instance);

        Assert.Equal(7, await ScalarAsync(postgres.ConnectionString, "SELECT number FROM kept"));
    }

    [Fact]
    public async Task A_process_id_that_is_somebody_elses_now_holds_nothing_back()
    {
        using var instance = Acquire();
        await (await StartAsync(instance)).DisposeAsync();
        await File.WriteAllTextAsync(
            Path.Combine(ClusterFolder, "postmaster.pid"),
            $"{Environment.ProcessId}\n{ClusterFolder}\n1700000000\n1\n\n127.0.0.1\n",
            CancellationToken.None);

        await using var postgres = await StartAsync(instance);

        Assert.Equal(1, await ScalarAsync(postgres.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_port_that_was_taken_meanwhile_is_given_up_for_another()
    {
        using var instance = Acquire();
        var before = await StartAsync(instance);
        await before.DisposeAsync();
        var port = new NpgsqlConnectionStringBuilder(before.ConnectionString).Port;
        using var somebodyElse = new TcpListener(IPAddress.Loopback, port);
        somebodyElse.Start();

        await using var postgres = await StartAsync(instance);

        Assert.NotEqual(port, new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Port);
        Assert.Equal(1, await ScalarAsync(postgres.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_half_made_cluster_is_made_anew()
    {
        using var instance = Acquire();
        Directory.CreateDirectory(Path.Combine(instance.Directory, "postgres.new-1", "data", "base"));
        await File.WriteAllTextAsync(Path.Combine(instance.Directory, "postgres.new-1", "data", "PG_VERSION"), "15\n", CancellationToken.None);

        await using var postgres = await StartAsync(instance);

        Assert.Equal(1, await ScalarAsync(postgres.ConnectionString, "SELECT 1"));
        Assert.Empty(Directory.GetDirectories(instance.Directory, "postgres.new-*"));
    }

    [Fact]
    public async Task Only_who_can_read_the_password_file_gets_in()
    {
        using var instance = Acquire();
        await using var postgres = await StartAsync(instance);
        var wrong = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "guess", Pooling = false };

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(wrong.ConnectionString, "SELECT 1"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(instance.Directory, "postgres.password")));
        Assert.True(new NpgsqlConnectionStringBuilder(postgres.ConnectionString).EquivalentTo(
            new NpgsqlConnectionStringBuilder(EmbeddedPostgres.ConnectionStringOf(instance.Directory))));
        Assert.DoesNotContain(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Password!,
            await File.ReadAllTextAsync(Path.Combine(instance.Directory, "instance.json"), CancellationToken.None),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_leave_no_data_in_the_log()
    {
        using var instance = Acquire();
        await using var postgres = await StartAsync(instance);
        await ExecuteAsync(postgres.ConnectionString, "CREATE TABLE person (name text PRIMARY KEY); INSERT INTO person VALUES ('Wanda Secretson')");

        await Assert.ThrowsAsync<PostgresException>(
            () => ExecuteAsync(postgres.ConnectionString, "INSERT INTO person VALUES ('Wanda Secretson')"));
        await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(postgres.ConnectionString, "SELECT 'Wanda Secretson'::uuid"));

        await postgres.StopAsync(CancellationToken.None);
        var log = await File.ReadAllTextAsync(Path.Combine(instance.Directory, "postgres.log"), CancellationToken.None);
        Assert.Contains("ready to accept connections", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Secretson", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_in_a_folder_that_the_servers_user_cannot_pass_through()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root runs the server as another user.");
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var instance = Acquire();

        await using var postgres = await StartAsync(instance);

        Assert.Equal(1, await ScalarAsync(postgres.ConnectionString, "SELECT 1"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
    }

    [Fact]
    public async Task A_long_folder_name_with_spaces_and_quotes_is_no_hindrance()
    {
        using var instance = InstanceLock.Acquire(Path.Combine(_folder, new string('x', 120), "it's a \"data\" folder"));

        await using var postgres = await StartAsync(instance);

        Assert.Equal(1, await ScalarAsync(postgres.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_folder_without_programs_is_refused_by_name()
    {
        using var instance = Acquire();

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgres.StartAsync(instance, Options with { BinaryDirectory = "/nowhere" }, CancellationToken.None));

        Assert.Contains("/nowhere", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<EmbeddedPostgres> StartAsync(InstanceLock instance)
    {
        try
        {
            return await EmbeddedPostgres.StartAsync(instance, Options, CancellationToken.None);
        }
        catch (EmbeddedPostgresException e) when (Environment.GetEnvironmentVariable("CI") is null && e.Message.Contains("was not found"))
        {
            throw new PostgresMissingException(e.Message);
        }
    }

    private InstanceLock Acquire() => InstanceLock.Acquire(Path.Combine(_folder, "data"));

    private int ReadProcessId() =>
        int.Parse(File.ReadLines(Path.Combine(ClusterFolder, "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture);

    // Where nobody collects orphans, one that has ended stays in the list, without a command.
    private static bool IsRunning(int processId)
    {
        var command = $"/proc/{processId}/cmdline";
        return File.Exists(command) && File.ReadAllText(command).Length > 0;
    }

    private static async Task KillAsync(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static async Task ExecuteAsync(string connectionString, string sql) => await ScalarAsync(connectionString, sql);

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var dataSource = DatabaseConnection.Create(unpooled.ConnectionString);
        await using var command = dataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
