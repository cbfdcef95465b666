using HealthGraph.Api.Composition;
using HealthGraph.Api.OperatorSettings;

namespace HealthGraph.Api.Mips;

internal static class MipsSchemaExtensions
{
    /// <summary>Rows for the quality registry, and what decides about them, in the schema; the export is the jobs' own.</summary>
    public static IServiceCollection AddMipsFields(this IServiceCollection services) =>
        services
            .AddSingleton<ISchemaFeature, MipsFields>()
            .AddSingleton<ISchemaFeature, ExportMipsMutation>()
            .AddSingleton<ISchemaFeature, UpdateSettingMutation>()
            .AddSingleton<ISchemaFeature, UpdateMipsRegistrationMutation>();
}
