using HealthGraph.Api.Composition;

namespace HealthGraph.Api.PatientTeams;

internal static class PatientTeamServiceCollectionExtensions
{
    /// <summary>Memberships of patients in teams, in the schema; keeping them is the jobs' own.</summary>
    public static IServiceCollection AddPatientTeamFields(this IServiceCollection services) =>
        services
            .AddSingleton<ISchemaFeature, PatientTeamFields>()
            .AddSingleton<ISchemaFeature, UpdatePatientTeamsMutation>();
}
