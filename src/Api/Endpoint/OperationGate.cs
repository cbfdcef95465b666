using System.Threading.RateLimiting;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Errors;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint;

/// <summary>
/// How many operations may be under way at once, in this process and for each caller. One more waits a little for its turn, the
/// longest waiting first, and is then refused.
/// </summary>
/// <remarks>Subscriptions wait most of their time and are counted by their transport; they leave the gate once they are open.</remarks>
internal sealed class OperationGate : IAsyncDisposable
{
    // Past these the wait would be longer than it may be anyway.
    private const int WaitingPerPermit = 16;

    private readonly TimeSpan _wait;
    private readonly PartitionedRateLimiter<Principal> _limiter;

    public OperationGate(IOptions<GraphQLOptions> options)
    {
        _wait = options.Value.ConcurrencyWait;
        var perCaller = Limit(options.Value.MaxConcurrentOperationsPerCaller);
        var all = Limit(options.Value.MaxConcurrentOperations);

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

    private static RequestRefusedException TooMany() => new(
        StatusCodes.Status503ServiceUnavailable, "Too many operations are under way. Try again in a second.", ErrorCodes.TooManyOperations);

    private static ConcurrencyLimiterOptions Limit(int permits) => new()
    {
        PermitLimit = permits,
        QueueLimit = permits * WaitingPerPermit,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    };
}
