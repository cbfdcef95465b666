using HealthGraph.Domain.Mips;
using HealthGraph.Jobs.Athena;
using HealthGraph.Jobs.Mips.Forms;
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
        services.AddMipsForms(configuration);
        services.AddSingleton<IRunHandler, MipsExportHandler>();
        return services.AddSingleton<MipsExporter>();
    }

    private static void AddMipsForms(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MipsFormOptions>()
            .Bind(configuration.GetSection(MipsFormOptions.Section))
            .Validate(
                forms => forms.Source != MipsFormSourceKind.Folder || !string.IsNullOrEmpty(forms.Folder),
                $"{MipsFormOptions.Section}:{nameof(MipsFormOptions.Folder)} must name the folder of the forms' files.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<MipsFormOptions>, MipsFormOptionsValidator>();
        services.AddOptions<AthenaOptions>().Bind(configuration.GetSection(AthenaOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AthenaOptions>, AthenaOptionsValidator>();
        services.AddSingleton<AthenaClient>();
        services.AddSingleton<AthenaQueries>();
        services.AddSingleton<AthenaResults>();
        services.AddSingleton<IMipsFormSource>(provider => provider.GetRequiredService<IOptions<MipsFormOptions>>().Value.Source switch
        {
            MipsFormSourceKind.Athena => ActivatorUtilities.CreateInstance<AthenaFormSource>(provider),
            MipsFormSourceKind.Folder => ActivatorUtilities.CreateInstance<FolderFormSource>(provider),
            _ => new PatientFormTableSource(),
        });
    }
}
