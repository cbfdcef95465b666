using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Scheduling;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.VisitPlans;

internal static class VisitPlanExportServiceCollectionExtensions
{
    public static IServiceCollection AddVisitPlanExport(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<VisitPlanExportOptions>().Bind(configuration.GetSection(VisitPlanExportOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<VisitPlanExportOptions>, VisitPlanExportOptionsValidator>();
        services.AddSingleton<IValidateOptions<VisitPlanExportOptions>>(new NightlyOptionsValidator<VisitPlanExportOptions>(VisitPlanExportOptions.Section));
        services.AddSingleton<IRunHandler, VisitPlanExportHandler>();
        return services.AddSingleton<VisitPlanExporter>();
    }
}
