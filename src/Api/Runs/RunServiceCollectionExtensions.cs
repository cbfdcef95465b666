using HealthGraph.Api.Composition;

namespace HealthGraph.Api.Runs;

internal static class RunServiceCollectionExtensions
{
    /// <summary>Runs and what can be done with them, in the schema.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services) => services
        .AddSingleton<ISchemaFeature, RunFields>()
        .AddSingleton<ISchemaFeature, RunMutations>();
}
