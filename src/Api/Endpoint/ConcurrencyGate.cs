using System.Threading.RateLimiting;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.Api.Endpoint;

/// <summary>
/// How many operations may be under way at once, in this process and for each caller. One more waits a little for its turn, the
/// longest waiting first, and is then refused.
/// </summary>
internal abstract class ConcurrencyGate : IAsyncDisposable
{
    // Past these the wait would be longer than it may be anyway.
    private const int WaitingPerPermit = 16;

    private readonly TimeSpan _wait;
    private readonly PartitionedRateLimiter<Principal> _limiter;

    private readonly string _refusal;

    protected ConcurrencyGate(int maxPerCaller, int maxOfAll, TimeSpan wait, string refusal)
    {
        _wait = wait;
        _refusal = refusal;
        var perCaller = Limit(maxPerCaller);
        var all = Limit(maxOfAll);

        // The caller's own limit first: who has used it up must not hold places that are everyone's while waiting.
        _limiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<Principal, Guid>(caller => RateLimitPartition.GetConcurrencyLimiter(caller.Id, _ => perCaller)),
            PartitionedRateLimiter.Create<Principal, bool>(_ => RateLimitPartition.GetConcurrencyLimiter(true, _ => all)));
    }

    /// <summary>A place for one operation, given back when it is disposed.</summary>
    /// <exception cref="RequestRefusedException">There is none, and did not become any.</exception>
    public async ValueTask<RateLimitLease> EnterAsync(Principal caller, CancellationToken cancellationToken)
    {
        var lease = _limiter.AttemptAcquire(caller);
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(_wait);
        try
        {
            lease = await _limiter.AcquireAsync(caller, cancellationToken: waiting.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooMany();
        }

        return lease.IsAcquired ? lease : throw TooMany();
    }

    public ValueTask DisposeAsync() => _limiter.DisposeAsync();

    private RequestRefusedException TooMany() =>
        new(StatusCodes.Status503ServiceUnavailable, _refusal, ErrorCodes.TooManyOperations);

    private static ConcurrencyLimiterOptions Limit(int permits) => new()
    {
        PermitLimit = permits,
        QueueLimit = permits * WaitingPerPermit,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    };
}
