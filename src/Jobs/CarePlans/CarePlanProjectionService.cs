using HealthGraph.Domain.CarePlans.Projection;
using Microsoft.Extensions.Hosting;

namespace HealthGraph.Jobs.CarePlans;

/// <summary>Keeps the read model of care plans up on every node that executes runs; the projector itself lets one work at a time.</summary>
internal sealed class CarePlanProjectionService(CarePlanProjectionLoop loop) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loop.RunAsync(stoppingToken);
}
