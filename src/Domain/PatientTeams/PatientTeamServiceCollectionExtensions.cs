using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HealthGraph.Domain.PatientTeams;

public static class PatientTeamServiceCollectionExtensions
{
    /// <summary>The updater, and the loop that a host runs in the background. The host binds <see cref="PatientTeamOptions"/>.</summary>
    public static IServiceCollection AddPatientTeams(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<PatientTeamUpdater>()
            .AddSingleton<PatientTeamChangeLoop>();
    }
}
