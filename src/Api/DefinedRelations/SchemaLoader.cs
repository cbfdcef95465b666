using Npgsql;

namespace HealthGraph.Api.DefinedRelations;

/// <summary>Reads the defined relations before a node takes its first request.</summary>
internal sealed class SchemaLoader(SchemaRefresher refresher, NpgsqlDataSource dataSource, ILogger<SchemaLoader> logger) : IHostedService
{
    // A database that is away must not keep the node from answering that it is.
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(AtMost);
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(limited.Token);
            await refresher.RefreshAsync(connection, limited.Token);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            logger.NotRead(e.GetType().Name);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static partial class SchemaLoaderLog
{
    [LoggerMessage(1303, LogLevel.Warning, "Defined relations could not be read at the start ({Exception}); they are shown as soon as they can be")]
    public static partial void NotRead(this ILogger logger, string exception);
}
