using Npgsql;

namespace HealthGraph.Domain.Database;

/// <summary>What is done with the notifications of one channel.</summary>
public abstract class NotificationHandler
{
    /// <summary>The channel: a name of our own, which stands in SQL as it is.</summary>
    public abstract string ChannelName { get; }

    /// <summary>Reads what may have been notified before: called when listening has begun, so that nothing lies between.</summary>
    public abstract Task CatchUpAsync(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <summary>Called for each notification, while the connection may be in use.</summary>
    public abstract void Heard(string payload);

    /// <summary>Called after notifications, of this channel or another, when the connection is free.</summary>
    public virtual Task HeardAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called when listening has ended, for whatever reason.</summary>
    public virtual void Ended()
    {
    }
}
