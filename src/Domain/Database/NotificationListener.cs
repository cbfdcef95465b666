using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HealthGraph.Domain.Database;

/// <summary>
/// Listens to channels of the database on one connection of its own, and comes back by itself after an outage. What was notified
/// meanwhile is lost: each handler catches up whenever listening begins.
/// </summary>
public sealed class NotificationListener(
    IConfiguration configuration, IEnumerable<NotificationHandler> handlers, TimeProvider time, ILogger<NotificationListener> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // An idle connection that a firewall forgot would otherwise be silent for ever.
    private const int KeepAliveSeconds = 15;

    private readonly NotificationHandler[] _handlers = [.. handlers];
    private TimeSpan _pause = FirstPause;
    private bool _failed;

    /// <summary>Runs until it is cancelled. A database that is away does not end it.</summary>
    /// <param name="recovered">Called when the database is back, before the handlers read from it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action recovered, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(recovered, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                _failed = true;
                logger.ListeningFailed(e.GetType().Name, (e as NpgsqlException)?.SqlState ?? "none");
            }

            try
            {
                await Task.Delay(_pause, time, cancellationToken);
                _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(Action recovered, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString());
        await connection.OpenAsync(cancellationToken);
        var heard = true;
        connection.Notification += (_, notification) =>
        {
            heard = true;
            Array.Find(_handlers, handler => handler.ChannelName == notification.Channel)?.Heard(notification.Payload);
        };

        // Names of our own, never a caller's.
#pragma warning disable CA2100
        await using (var listen = new NpgsqlCommand(string.Join("; ", _handlers.Select(handler => $"LISTEN {handler.ChannelName}")), connection))
#pragma warning restore CA2100
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        if (_failed)
        {
            recovered();
        }

        foreach (var handler in _handlers)
        {
            await handler.CatchUpAsync(connection, cancellationToken);
        }

        _failed = false;
        logger.Listening();
        _pause = FirstPause;
        try
        {
            while (true)
            {
                // A notification may also come with the answer to a handler's statement, and nothing would wake this up for it.
                while (heard)
                {
                    heard = false;
                    foreach (var handler in _handlers)
                    {
                        await handler.HeardAsync(connection, cancellationToken);
                    }
                }

                await connection.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            Array.ForEach(_handlers, handler => handler.Ended());
        }
    }

    // Outside the pool: a connection that listens must never be lent to anybody else.
    private string ConnectionString() => new NpgsqlConnectionStringBuilder(DatabaseOptions.From(configuration).ConnectionString)
    {
        ApplicationName = "HealthGraph listener",
        Pooling = false,
        KeepAlive = KeepAliveSeconds,
        IncludeErrorDetail = false,
    }.ConnectionString;
}

internal static partial class NotificationLog
{
    [LoggerMessage(5101, LogLevel.Debug, "Listening to the database")]
    public static partial void Listening(this ILogger logger);

    [LoggerMessage(5102, LogLevel.Warning, "Changes in the database are not heard ({Exception}, SQL state {SqlState}); trying again")]
    public static partial void ListeningFailed(this ILogger logger, string exception, string sqlState);
}
