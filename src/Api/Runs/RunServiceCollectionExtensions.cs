using HealthGraph.Api.Composition;
using HealthGraph.Domain.Database;
using HealthGraph.Domain.Runs;

namespace HealthGraph.Api.Runs;

internal static class RunServiceCollectionExtensions
{
    /// <summary>Runs and what can be done with them, in the schema.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services) => services
        .AddSingleton<ISchemaFeature, RunFields>()
        .AddSingleton<ISchemaFeature, RunMutations>()
        .AddSingleton<ISchemaFeature, RunSubscriptions>()
        .AddSingleton<RunChanges>()
        .AddSingleton<NotificationHandler, RunChangeListener>();
}
