using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Tables;

internal static class TableServiceCollectionExtensions
{
    /// <summary>Queries answered as CSV and NDJSON.</summary>
    public static IServiceCollection AddTables(this IServiceCollection services)
    {
        services.AddOptions<TableOptions>().BindConfiguration(TableOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<TableOptions>, TableOptionsValidator>()
            .AddSingleton<TableGate>()
            .AddSingleton<TableResponse>();
    }
}
