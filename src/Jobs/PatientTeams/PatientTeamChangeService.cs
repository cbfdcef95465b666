using HealthGraph.Domain.PatientTeams;
using Microsoft.Extensions.Hosting;

namespace HealthGraph.Jobs.PatientTeams;

/// <summary>Keeps memberships up on every node that executes runs; the updater itself lets one work at a time.</summary>
internal sealed class PatientTeamChangeService(PatientTeamChangeLoop loop) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loop.RunAsync(stoppingToken);
}
