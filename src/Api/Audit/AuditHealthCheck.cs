using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthGraph.Api.Audit;

/// <summary>Whether what is read can be recorded. Degraded: it waits in memory. Unavailable: there is no more room, and patients are not read.</summary>
internal sealed class AuditHealthCheck(AuditTrail trail, AuditWriter writer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        trail.Taken >= trail.Capacity ? HealthCheckResult.Unhealthy("No more can be recorded, so no patient is read.")
        : writer.IsFailing ? HealthCheckResult.Degraded($"The audit cannot be written: {trail.Taken} of {trail.Capacity} places are taken.")
        : HealthCheckResult.Healthy());
}
