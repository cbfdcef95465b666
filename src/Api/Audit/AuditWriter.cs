using HealthGraph.Domain.Audit;
using HealthGraph.Domain.Database;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HealthGraph.Api.Audit;

/// <summary>
/// Writes what waits, together, a moment after it came: no request waits for it. What fails is tried again until it succeeds; meanwhile its places
/// stay taken. When the server stops, what is left is written, or logged.
/// </summary>
internal sealed class AuditWriter(
    AuditTrail trail,
    AuditMetrics metrics,
    IConfiguration configuration,
    IOptions<AuditOptions> options,
    TimeProvider time,
    ILogger<AuditWriter> logger) : IHostedService, IDisposable
{
    private const int MaxEntries = 1_000;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _over = new();
    private readonly List<AuditEvent> _events = [];
    private NpgsqlDataSource? _dataSource;
    private Task _writing = Task.CompletedTask;

    /// <summary>Whether the last attempt failed.</summary>
    public bool IsFailing { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Not before: the embedded database says only now where it is.
        _dataSource = CreateDataSource();
        metrics.Watch(trail);
        _writing = Task.Run(WriteAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        trail.Complete();
        await _stopping.CancelAsync();
        _over.CancelAfter(options.Value.ShutdownWait);
        await using var given = cancellationToken.UnsafeRegister(static over => ((CancellationTokenSource)over!).Cancel(), _over);
        await _writing;
    }

    public void Dispose()
    {
        _dataSource?.Dispose();
        _stopping.Dispose();
        _over.Dispose();
    }

    private NpgsqlDataSource CreateDataSource()
    {
        var settings = new NpgsqlConnectionStringBuilder(
            options.Value.ConnectionString is { Length: > 0 } own ? own : DatabaseOptions.From(configuration).ConnectionString)
        {
            ApplicationName = "HealthGraph auditor",
            MaxPoolSize = 1,
            MinPoolSize = 0,
        };
        settings.Options = $"{settings.Options} -c role={AuditTable.Role}".Trim();
        return DatabaseConnection.Create(settings.ConnectionString);
    }

    private async Task WriteAsync()
    {
        while (await trail.Waiting.WaitToReadAsync(CancellationToken.None))
        {
            await PauseAsync(Gathering, _stopping.Token);
            var entries = 0;
            _events.Clear();
            while (entries < MaxEntries && trail.Waiting.TryRead(out var entry))
            {
                entry.AppendTo(_events);
                entries++;
            }

            if (await TryWriteAsync())
            {
                metrics.Written(_events.Count);
            }
            else
            {
                logger.LogUnwritten(_events);
            }

            trail.Release(entries);
        }
    }

    /// <summary>Tries until it is done; false when the time of a server that stops is over.</summary>
    private async Task<bool> TryWriteAsync()
    {
        var pause = FirstPause;
        while (true)
        {
            try
            {
                await AuditTable.InsertAsync(_dataSource!, _events, _over.Token);
                if (IsFailing)
                {
                    IsFailing = false;
                    logger.WritingAgain();
                }

                return true;
            }
#pragma warning disable CA1031 // Whatever it is, patients must not be read unrecorded because this ended.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (_over.IsCancellationRequested)
                {
                    return false;
                }

                metrics.Failed();
                if (!IsFailing)
                {
                    IsFailing = true;
                    logger.WritingFailed(exception.GetType().Name, (exception as NpgsqlException)?.SqlState ?? "none", trail.Taken, trail.Capacity);
                }
            }

            await PauseAsync(pause, _over.Token);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
