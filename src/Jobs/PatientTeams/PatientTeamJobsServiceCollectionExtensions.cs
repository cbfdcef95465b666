using HealthGraph.Domain.PatientTeams;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Scheduling;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.PatientTeams;

internal static class PatientTeamJobsServiceCollectionExtensions
{
    public static IServiceCollection AddPatientTeamUpdates(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(PatientTeamOptions.Section);
        services.AddOptions<PatientTeamOptions>().Bind(section).ValidateOnStart();
        services.AddOptions<PatientTeamScheduleOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PatientTeamScheduleOptions>>(new NightlyOptionsValidator<PatientTeamScheduleOptions>(PatientTeamOptions.Section));
        services.AddPatientTeams();
        services.AddSingleton<IRunHandler, PatientTeamUpdateHandler>();
        return services.AddSingleton<PatientTeamUpdates>();
    }
}
