using HealthGraph.Domain.Errors;
using Npgsql;

namespace HealthGraph.Api.Endpoint.Streaming;

/// <summary>Looks the key or token behind a stream up again and again: what may stay open for days must not outlive it.</summary>
internal sealed class CallerWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _revoked = new();
    private readonly CancellationTokenSource _done = new();
    private readonly Task _watching;

    private CallerWatch(CallerAuthentication callers, string authorization, TimeSpan interval, TimeProvider time)
    {
        Revoked = _revoked.Token;
        _watching = WatchAsync(callers, authorization, interval, time, _done.Token);
    }

    /// <summary>Cancelled when it is no longer valid.</summary>
    public CancellationToken Revoked { get; }

    public static CallerWatch Start(CallerAuthentication callers, string authorization, TimeSpan interval, TimeProvider time) =>
        new(callers, authorization, interval, time);

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _watching;
        _done.Dispose();
        _revoked.Dispose();
    }

    private async Task WatchAsync(
        CallerAuthentication callers, string authorization, TimeSpan interval, TimeProvider time, CancellationToken done)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(done))
            {
                if (!await IsKnownAsync(callers, authorization, done))
                {
                    await _revoked.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The stream is over.
        }
    }

    private static async ValueTask<bool> IsKnownAsync(CallerAuthentication callers, string authorization, CancellationToken cancellationToken)
    {
        try
        {
            return await callers.FindAsync(authorization, cancellationToken) is not null;
        }
        catch (Exception e) when (e is NpgsqlException or HealthGraphException)
        {
            // Nobody can tell while the database, or a token's issuer, is away: the next look will.
            return true;
        }
    }
}
