using HealthGraph.Domain.Database;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace HealthGraph.Api.Health;

/// <summary>The database answers and is at this release.</summary>
internal sealed class DatabaseHealthCheck(NpgsqlDataSource dataSource) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var pending = await DatabaseMigrator.PendingAsync(dataSource, cancellationToken);
            return pending.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{pending.Count} migrations are not applied: run 'healthgraph migrate'.");
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            // Not the exception's own words: whoever may look here need not know where the database is.
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
