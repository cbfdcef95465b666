using HealthGraph.Api.Relations;
using HealthGraph.Domain.Runs;
using Npgsql;

namespace HealthGraph.Api.Runs;

/// <summary>Keeps a node that serves subscriptions informed of the runs of all nodes.</summary>
internal sealed class RunChangeService(RunChangeListener listener, NpgsqlDataSource dataSource, RelationDatabase relations) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => listener.RunAsync(ForgetConnections, stoppingToken);

    // Idle connections from before an outage are dead: a subscriber would get an error in place of the state that it missed.
    private void ForgetConnections()
    {
        dataSource.Clear();
        relations.ForgetConnections();
    }
}
