using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using HealthGraph.GraphQL.Errors;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Audit;

/// <summary>
/// What is to be written to the audit, in memory. A place is taken before anything is read or changed and given back when it is written, so that
/// what was done can always be recorded: where there is no place, nothing is done.
/// </summary>
internal sealed class AuditTrail(IOptions<AuditOptions> options, AuditMetrics metrics, ILogger<AuditTrail> logger)
{
    private readonly Channel<IAuditEntry> _waiting = Channel.CreateUnbounded<IAuditEntry>(new UnboundedChannelOptions { SingleReader = true });
    private int _taken;

    /// <summary>Places in all.</summary>
    public int Capacity { get; } = options.Value.Capacity;

    /// <summary>Places taken: by what is under way, and by what waits to be written.</summary>
    public int Taken => Volatile.Read(ref _taken);

    public ChannelReader<IAuditEntry> Waiting => _waiting.Reader;

    /// <summary>Takes a place for what is about to be done.</summary>
    /// <exception cref="GraphQLException">There is none: it may not be done.</exception>
    public void Reserve()
    {
        if (!TryReserve(out var refusal))
        {
            throw new GraphQLException(refusal);
        }
    }

    /// <inheritdoc cref="Reserve"/>
    public bool TryReserve([NotNullWhen(false)] out GraphQLError? refusal)
    {
        refusal = null;
        if (Interlocked.Increment(ref _taken) <= Capacity)
        {
            return true;
        }

        Interlocked.Decrement(ref _taken);
        metrics.Refused();
        refusal = new GraphQLError
        {
            Message = "This would have to be recorded in the audit, which cannot be written for now. Try again in a moment.",
            Code = ErrorCodes.AuditUnavailable,
        };
        return false;
    }

    /// <summary>Puts what was done on the place that was taken for it.</summary>
    public void Add(IAuditEntry entry)
    {
        if (!_waiting.Writer.TryWrite(entry))
        {
            // The writer has gone: the server stops, and this came too late.
            logger.LogUnwritten([entry]);
        }
    }

    /// <summary>Gives places back: what was on them is written.</summary>
    public void Release(int places) => Interlocked.Add(ref _taken, -places);

    /// <summary>Takes no more.</summary>
    public void Complete() => _waiting.Writer.TryComplete();
}
