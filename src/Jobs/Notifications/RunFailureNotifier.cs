using HealthGraph.Domain.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HealthGraph.Jobs.Notifications;

/// <summary>
/// Tells the webhook of runs that failed: at least once each, by one node at a time, and again until it answers with a 2xx. What is older
/// than a day is told no more.
/// </summary>
internal sealed class RunFailureNotifier(
    NpgsqlDataSource dataSource, IOptions<NotificationOptions> options, TimeProvider time, ILogger<RunFailureNotifier> logger) : BackgroundService
{
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly NotificationOptions _options = options.Value;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = options.Value.Timeout,
    };

    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (string.IsNullOrEmpty(_options.Webhook))
        {
            return;
        }

        var receiver = new Uri(_options.Webhook);
        using var timer = new PeriodicTimer(_options.Interval, time);
        try
        {
            do
            {
                await TellAllAsync(receiver, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node is going down.
        }
    }

    private async Task TellAllAsync(Uri receiver, CancellationToken cancellationToken)
    {
        try
        {
            while (await TellNextAsync(receiver, cancellationToken))
            {
            }
        }
        catch (NpgsqlException e)
        {
            logger.NotificationsUnavailable(e);
        }
    }

    // The row stays locked while the receiver is told, so that no other node tells it too.
    private async Task<bool> TellNextAsync(Uri receiver, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await RunNotificationTable.TakeAsync(connection, Oldest, cancellationToken) is not { } notification)
        {
            return false;
        }

        if (await SendAsync(receiver, notification, cancellationToken) is { } reason)
        {
            var wait = _options.Backoff * Math.Pow(4, Math.Min(notification.Attempts, 10));
            await RunNotificationTable.PostponeAsync(connection, notification.Id, wait < LongestWait ? wait : LongestWait, cancellationToken);
            logger.NotificationFailed(notification.Run.Id, reason);
        }
        else
        {
            await RunNotificationTable.DeliveredAsync(connection, notification.Id, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    // Why it was not told; null when it was. The receiver's address may hold a secret, so that it is not named.
    private async Task<string?> SendAsync(Uri receiver, RunNotification notification, CancellationToken cancellationToken)
    {
        using var request = RunFailureMessage.Of(notification).ToRequest(receiver, _options.Secret);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"it answers {(int)response.StatusCode}";
        }
        catch (HttpRequestException e)
        {
            return $"it cannot be reached ({e.HttpRequestError})";
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"it does not answer within {_options.Timeout.TotalSeconds:0.#} s";
        }
    }
}

internal static partial class NotificationLog
{
    [LoggerMessage(3501, LogLevel.Warning, "The webhook was not told that run {RunId} failed: {Reason}. It will be told again")]
    public static partial void NotificationFailed(this ILogger logger, Guid runId, string reason);

    [LoggerMessage(3502, LogLevel.Warning, "What the webhook is to be told cannot be read")]
    public static partial void NotificationsUnavailable(this ILogger logger, Exception exception);
}
