using HealthGraph.Api.Relations;
using HealthGraph.Domain.Database;
using Npgsql;

namespace HealthGraph.Api.Hosting;

/// <summary>Keeps a node that serves requests informed of what other nodes change: runs, and the schema.</summary>
internal sealed class NotificationService(NotificationListener listener, NpgsqlDataSource dataSource, RelationDatabase relations) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => listener.RunAsync(ForgetConnections, stoppingToken);

    // Idle connections from before an outage are dead: a subscriber would get an error in place of the state that it missed.
    private void ForgetConnections()
    {
        dataSource.Clear();
        relations.ForgetConnections();
    }
}
