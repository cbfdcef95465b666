using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Domain.Seeding;
using HealthGraph.Jobs.Mips;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Jobs.Tests.Delivery;
using HealthGraph.Jobs.Tests.Runs;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.Jobs.Tests.Mips;

/// <summary>
/// One export of two states by real processes, which can be met at one point after the other and killed, frozen or stopped there. Whatever
/// happens, in the end there is one publication and one delivery of each state, with the bytes that an undisturbed export has. Leases last
/// longer than any test: when a node's lease ends, it is because the test says so, however fast the machine is.
/// </summary>
/// <remarks>
/// The points. <c>begin</c>: rows are committed and no file is begun. <c>written</c>: the run's own file is about to take its name, within
/// the fence. <c>published</c>: data.csv is replaced, its manifest not yet. <c>uploaded</c>: all of it is with the receiver under a temporary
/// name. <c>delivered</c>: it has its name there, and that is written down nowhere. "begin:2" is that of the second state.
/// </remarks>
internal sealed class MipsExportScene : IAsyncDisposable
{
    private static readonly string[] States = ["CA", "TX"];
    private static readonly DateOnly Day = new(2026, 1, 15);

    private readonly TemporaryLake _folder = new();
    private readonly List<NodeProcess> _nodes = [];
    private readonly TestDatabase _database;
    private readonly JobsHost _queue;
    private readonly SshServer? _receiver;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, byte> _seen = new();
    private string _root;
    private Task _watching = Task.CompletedTask;

    private MipsExportScene(TestDatabase database, JobsHost queue, SshServer? receiver)
    {
        _database = database;
        _queue = queue;
        _receiver = receiver;
        _root = _folder.Root;
        Directory.CreateDirectory(_root);
        Directory.CreateDirectory(Temporary);
    }

    public static TimeSpan LongLease => TimeSpan.FromHours(1);

    public Guid RunId { get; private set; }

    public RunQueue Queue => _queue.Queue;

    public string Root => _root;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Temporary => Path.Combine(_folder.Directory, "temporary");

    private string Inbox => _receiver?.Inbox ?? Path.Combine(_folder.Directory, "outbox");

    /// <summary>A run that waits for a node.</summary>
    public static async Task<MipsExportScene> StartAsync(TestDatabase database, SshServer? receiver = null)
    {
        await new Seeder(database.DataSource).SeedAsync(new SeedOptions { Patients = 300, Teams = 0 }, progress: null, Token);
        var scene = new MipsExportScene(database, await JobsHost.StartAsync(database, JobsRole.Queue), receiver);
        var arguments = new MipsExportArguments { Year = 2025, States = States, AsOf = Day };
        scene.RunId = (await scene.Queue.EnqueueAsync(MipsExportRun.Request(arguments, "ann"), Token)).Run.Id;
        scene._watching = Task.Run(scene.WatchAsync, Token);
        return scene;
    }

    /// <summary>A node that goes on by itself, unless it comes to where it is to wait.</summary>
    public NodeProcess Node(string name, string halt = ":0", params (string Name, string Value)[] settings) => Node(name, halt, LongLease, mounts: null, settings);

    public NodeProcess Node(string name, string halt, TimeSpan lease, string? mounts, params (string Name, string Value)[] settings)
    {
        var node = NodeProcess.Start(
            _database.ConnectionString,
            _folder.Directory,
            name,
            lease,
            mounts,
            [
                ("HEALTHGRAPH_NODE_HALT", halt), ("HEALTHGRAPH__MIPS__PARALLELSTATES", "1"), ("HEALTHGRAPH__JOBS__BACKOFF", "00:00:00.1"), ("TMPDIR", Temporary),
                .. Delivery(), .. settings,
            ]);
        _nodes.Add(node);
        if (mounts is not null)
        {
            _root = $"/proc/{node.Id}/root{_folder.Root}";
        }

        return node;
    }

    public Task HaltedAsync(string node) => SaysAsync(node, "halted");

    public Task ToldToStopAsync(string node) => SaysAsync(node, "told");

    public void GoOn(string node) => File.WriteAllText(Path.Combine(_folder.Directory, $"{node}.go"), "");

    /// <summary>The time of the lease that is held now is over.</summary>
    public Task EndLeaseAsync() => _database.ExecuteAsync("UPDATE jobs.run SET lease_until = '-infinity' WHERE state = 'RUNNING'");

    public Task<Run> FinishedAsync() => RunQueueTests.Finished(Queue, RunId);

    public Task<Run> TakenByAsync(int attempt) => RunQueueTests.Until(Queue, RunId, run => run.Attempt >= attempt);

    /// <summary>What another node that has found the run would get of it.</summary>
    public Task<Run?> TryToTakeAsync() => _queue.Services.GetRequiredService<RunExecutor>().ExecuteAsync(RunId, null, Token);

    /// <summary>The database was away: connections from before are dead.</summary>
    public void ForgetConnections() => _queue.Services.GetRequiredService<NpgsqlDataSource>().Clear();

    public async Task<Run> RetryAsync()
    {
        var retried = Assert.IsType<RetryResult.Retried>(await Queue.RetryAsync(RunId, "ann", null, Token)).Run;
        RunId = retried.Id;
        return retried;
    }

    public List<string> LakeFiles() =>
        [.. Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_root, file)).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The run has succeeded, and everything is as an export that nobody disturbed leaves it: the same bytes in the lake, in the run's own
    /// file and with the receiver, one manifest that agrees with them, one note of each state, each file delivered once, nothing temporary,
    /// and whoever looked meanwhile saw these bytes or none.
    /// </summary>
    public async Task HoldsAsync()
    {
        var run = await FinishedAsync();
        Assert.True(run.State == RunState.Succeeded, $"{run.State} {run.ErrorCode} {run.ErrorMessage}");
        await _end.CancelAsync();
        await _watching;
        var rows = await _database.RowsAsync(
            "SELECT trim(state), run_id, folder, bytes, sha256, remote_bytes, delivered_at IS NOT NULL FROM mips.export WHERE year = 2025 ORDER BY state");
        var parts = await _database.RowsAsync("SELECT file_set, sha256 FROM jobs.run_part WHERE run_id = $1 ORDER BY file_set", RunId);
        var undisturbed = await UndisturbedAsync();
        Assert.Equal(States, rows.Select(row => (string)row[0]!));
        Assert.Equal(States, parts.Select(part => (string)part[0]!));
        foreach (var (state, index) in States.Select((state, index) => (state, index)))
        {
            var folder = $"business-operations/healthmonix/2025/{state}/2026-01-15";
            var bytes = await File.ReadAllBytesAsync(Path.Combine(_root, folder, "data.csv"), Token);
            var manifest = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(_root, folder, "manifest.json"), Token));
            var sha256 = Hash(bytes);
            Assert.Equal(undisturbed[state], sha256);
            Assert.Equal(sha256, Hash(await File.ReadAllBytesAsync(Path.Combine(_root, folder, "runs", $"{RunId:D}", "data.csv"), Token)));
            Assert.Equal(sha256, Hash(await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(Inbox, $"Quality_25100{index + 1}_*.csv")), Token)));
            Assert.Equal((RunId, sha256, bytes.Length), (manifest.GetProperty("runId").GetGuid(), manifest.GetProperty("sha256").GetString(), manifest.GetProperty("bytes").GetInt32()));
            Assert.Equal(bytes.Length, manifest.GetProperty("delivery").GetProperty("bytes").GetInt32());
            Assert.Equal(
                await File.ReadAllTextAsync(Path.Combine(_root, folder, "manifest.json"), Token),
                await File.ReadAllTextAsync(Path.Combine(_root, folder, "runs", $"{RunId:D}", "manifest.json"), Token));
            Assert.Equal([state, RunId, folder, (long)bytes.Length, sha256, (long)bytes.Length, true], rows[index]);
            Assert.Equal(sha256, parts[index][1]);
        }

        Assert.Equal(
            States.SelectMany(state => new[] { "data.csv", "manifest.json", $"runs/{RunId:D}/data.csv", $"runs/{RunId:D}/manifest.json" }
                .Select(file => $"business-operations/healthmonix/2025/{state}/2026-01-15/{file}")),
            LakeFiles());
        Assert.Equal(States.Length, Directory.GetFiles(Inbox).Length);
        Assert.Empty(Directory.GetDirectories(Temporary, "healthgraph-delivery-*"));
        Assert.Equal(States.Length, Steps("delivered").Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(States.Length, Steps("delivered").Count);
        Assert.Subset(undisturbed.Values.ToHashSet(StringComparer.Ordinal), _seen.Keys.ToHashSet(StringComparer.Ordinal));
        Assert.All(run.Outputs!.Value.GetProperty("states").EnumerateArray(), state => Assert.Equal("delivered", state.GetProperty("result").GetString()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            node.Dispose();
        }

        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
        await _queue.DisposeAsync();
        _folder.Dispose();
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private (string, string)[] Delivery() => _receiver is null
        ? []
        :
        [
            ("HEALTHGRAPH__DELIVERY__SFTP__HOST", "127.0.0.1"), ("HEALTHGRAPH__DELIVERY__SFTP__PORT", $"{_receiver.Port}"),
            ("HEALTHGRAPH__DELIVERY__SFTP__USER", Environment.UserName), ("HEALTHGRAPH__DELIVERY__SFTP__KNOWNHOSTS", _receiver.HostKey),
            ("HEALTHGRAPH__DELIVERY__SFTP__IDENTITYFILE", _receiver.ClientKey),
        ];

    private List<string> Steps(string step) =>
        [.. File.ReadLines(Path.Combine(_folder.Directory, "steps.log")).Select(line => line.Split(' ', 3)).Where(words => words[1] == step).Select(words => words[2])];

    // The same data once more, by a process that nothing happens to, into folders of its own.
    private async Task<Dictionary<string, string>> UndisturbedAsync()
    {
        using var lake = new TemporaryLake();
        await using var node = await JobsHost.StartAsync(_database, JobsRole.Foreground, lake: lake.Directory);
        var outputs = await node.Services.GetRequiredService<MipsExporter>().ExportAsync(
            new MipsExportArguments { Year = 2025, States = States, AsOf = Day, Upload = false }, "ann", progress: null, Token);
        return outputs.States.ToDictionary(state => state.State, state => Hash(File.ReadAllBytes(Path.Combine(lake.Root, state.Path!))));
    }

    private async Task SaysAsync(string node, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!File.Exists(Path.Combine(_folder.Directory, $"{node}.{what}")))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(2), $"Node {node} was not {what}.");
            await Task.Delay(10, Token);
        }
    }

    private async Task WatchAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var published = Directory.Exists(_root) ? Directory.EnumerateFiles(_root, "data.csv", SearchOption.AllDirectories) : [];
            var delivered = Directory.Exists(Inbox) ? Directory.EnumerateFiles(Inbox, "Quality_*.csv") : [];
            foreach (var file in published.Concat(delivered).ToList())
            {
                try
                {
                    _seen.TryAdd(Hash(await File.ReadAllBytesAsync(file)), 0);
                }
                catch (IOException)
                {
                    // It is being replaced.
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
