using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Errors;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint.Streaming;

/// <summary>Counts the subscriptions that are open, over all transports, and lets no more in than may be.</summary>
internal sealed class OpenSubscriptions(IOptions<SubscriptionOptions> options, StreamMetrics metrics)
{
    private readonly Dictionary<Guid, int> _byCaller = [];
    private readonly Lock _gate = new();
    private int _total;

    /// <summary>Room for one more, until it is disposed.</summary>
    /// <exception cref="RequestRefusedException">The caller or this node has as many as it may.</exception>
    public IDisposable Open(Principal caller, string transport)
    {
        lock (_gate)
        {
            var mine = _byCaller.GetValueOrDefault(caller.Id);
            if (mine >= options.Value.MaxPerCaller)
            {
                throw Refused(
                    StatusCodes.Status429TooManyRequests, $"This key has {mine} subscriptions open on this node, which is as many as it may.");
            }

            if (_total >= options.Value.MaxPerNode)
            {
                throw Refused(
                    StatusCodes.Status503ServiceUnavailable, $"This node has {_total} subscriptions open, which is as many as it takes.");
            }

            _byCaller[caller.Id] = mine + 1;
            _total++;
        }

        metrics.SubscriptionOpened(transport);
        return new Place(this, caller.Id, transport);
    }

    private void Close(Guid caller, string transport)
    {
        lock (_gate)
        {
            _total--;
            if (--_byCaller[caller] == 0)
            {
                _byCaller.Remove(caller);
            }
        }

        metrics.SubscriptionClosed(transport);
    }

    private static RequestRefusedException Refused(int status, string message) => new(status, message, ErrorCodes.TooManySubscriptions);

    private sealed class Place(OpenSubscriptions owner, Guid caller, string transport) : IDisposable
    {
        private int _closed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
            {
                owner.Close(caller, transport);
            }
        }
    }
}
