using HealthGraph.Api.Relations;
using HealthGraph.Domain.Errors;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace HealthGraph.Api.Health;

/// <summary>Rows are protected: reading goes through roles that the policies bind. A node where that is not so reads nothing, and is not ready.</summary>
internal sealed class RowRuleHealthCheck(RelationDatabase relations) : IHealthCheck
{
    private const string NotProtected = "Rows are not protected in the database, so none are read. The log says what is missing.";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await relations.FindProblemAsync(cancellationToken) is null
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy(NotProtected);
        }
        catch (Exception e) when (e is HealthGraphException or PostgresException { SqlState: PostgresErrorCodes.InvalidParameterValue })
        {
            // The second is a server that does not know the role.
            return HealthCheckResult.Unhealthy(NotProtected);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
