using HealthGraph.Domain.Mips;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.Scheduling;
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
        services.AddSingleton<IValidateOptions<MipsExportOptions>>(new NightlyOptionsValidator<MipsExportOptions>(MipsExportOptions.Section));
        services.AddSingleton<MipsConfiguration>();
        services.AddSingleton<IMipsFormSource, PatientFormTableSource>();
        services.AddSingleton<IRunHandler, MipsExportHandler>();
        return services.AddSingleton<MipsExporter>();
    }
}
