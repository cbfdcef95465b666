using HealthGraph.Domain.Mips;
using HealthGraph.Jobs.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.Mips;

internal static class MipsExportServiceCollectionExtensions
{
    public static IServiceCollection AddMipsExport(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MipsExportOptions>().Bind(configuration.GetSection(MipsExportOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MipsExportOptions>, MipsExportOptionsValidator>();
        services.AddSingleton<IValidateOptions<MipsExportOptions>, MipsScheduleValidator>();
        services.AddSingleton<MipsConfiguration>();
        services.AddSingleton<IMipsFormSource, PatientFormTableSource>();
        services.AddSingleton<IRunHandler, MipsExportHandler>();
        return services.AddSingleton<MipsExporter>();
    }
}
