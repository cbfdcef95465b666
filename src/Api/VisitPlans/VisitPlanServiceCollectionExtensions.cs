using HealthGraph.Api.Composition;

namespace HealthGraph.Api.VisitPlans;

internal static class VisitPlanServiceCollectionExtensions
{
    /// <summary>Visit plans and what they hang on, in the schema.</summary>
    public static IServiceCollection AddVisitPlans(this IServiceCollection services) =>
        services.AddSingleton<ISchemaFeature, VisitPlanFields>();
}
