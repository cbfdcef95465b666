using HealthGraph.Api.Composition;

namespace HealthGraph.Api.VisitPlanExport;

internal static class VisitPlanExportSchemaExtensions
{
    /// <summary>The export of visit plans, in the schema; the run itself is the jobs' own.</summary>
    public static IServiceCollection AddVisitPlanExportMutation(this IServiceCollection services) =>
        services.AddSingleton<ISchemaFeature, VisitPlanExportMutation>();
}
