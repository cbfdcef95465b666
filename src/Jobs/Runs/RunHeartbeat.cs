using HealthGraph.Domain.Runs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HealthGraph.Jobs.Runs;

/// <summary>
/// The sign of life of one attempt, on a connection of its own: it renews the lease, writes the progress down, and stops the handler
/// when somebody cancelled the run or another attempt has taken it.
/// </summary>
internal sealed class RunHeartbeat : IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly RunContext _context;
    private readonly RunOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _done = new();
    private readonly Task _beating;
    private volatile Sign _verdict;

    public RunHeartbeat(NpgsqlDataSource dataSource, RunContext context, RunOptions options, TimeProvider time, ILogger logger)
    {
        _dataSource = dataSource;
        _context = context;
        _options = options;
        _time = time;
        _logger = logger;
        _beating = BeatAsync(_done.Token);
    }

    public enum Sign
    {
        GoOn,
        CancelRequested,
        LeaseLost,
    }

    /// <summary>Cancelled when the handler has to stop; <see cref="Verdict"/> says why.</summary>
    public CancellationToken Stop => _stop.Token;

    public Sign Verdict => _verdict;

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _beating;
        _done.Dispose();
        _stop.Dispose();
    }

    private async Task BeatAsync(CancellationToken done)
    {
        NpgsqlConnection? connection = null;
        try
        {
            while (_verdict == Sign.GoOn)
            {
                await Task.Delay(_options.Heartbeat, _time, done);
                try
                {
                    connection ??= await _dataSource.OpenConnectionAsync(done);
                    await BeatOnceAsync(connection, done);
                }
                catch (NpgsqlException e) when (!done.IsCancellationRequested)
                {
                    // Whether the lease is still ours shows once the database is back; until then nothing can be published anyhow.
                    _logger.HeartbeatFailed(_context.Run.Id, e);
                    await DisposeAsync(connection);
                    connection = null;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The handler is done.
        }
        catch (NpgsqlException) when (done.IsCancellationRequested)
        {
            // So it is, and the last beat was cut off.
        }
        finally
        {
            await DisposeAsync(connection);
        }
    }

    private async Task BeatOnceAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (id, attempt) = (_context.Run.Id, _context.Run.Attempt);
        var run = await RunTable.RenewAsync(connection, id, attempt, _options.Lease, _context.Progress, cancellationToken);
        _verdict = run switch
        {
            null => Sign.LeaseLost,
            { CancelRequestedAt: not null } => Sign.CancelRequested,
            _ => Sign.GoOn,
        };
        if (_verdict != Sign.GoOn)
        {
            await _stop.CancelAsync();
        }
    }

    private static ValueTask DisposeAsync(NpgsqlConnection? connection) => connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
