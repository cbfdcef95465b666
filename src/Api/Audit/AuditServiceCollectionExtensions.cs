using HealthGraph.Api.Composition;
using HealthGraph.GraphQL.Data;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Audit;

internal static class AuditServiceCollectionExtensions
{
    /// <summary>Recording what is read and changed.</summary>
    /// <param name="services">Where it is added.</param>
    /// <param name="servesApi">False for a node on which nobody reads: nothing is written.</param>
    public static IServiceCollection AddAudit(this IServiceCollection services, bool servesApi)
    {
        services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section).ValidateOnStart();
        services
            .AddSingleton<IValidateOptions<AuditOptions>, AuditOptionsValidator>()
            .AddSingleton<AuditMetrics>()
            .AddSingleton<AuditTrail>()
            .AddSingleton<AuditWriter>()
            .AddSingleton<ChangeAudit>()
            .AddSingleton<IRelationObserver, ReadAudit>()
            .AddSingleton<ISchemaFeature, AuditFields>();
        return servesApi
            ? services.AddHostedService<AuditMonthService>().AddHostedService(static provider => provider.GetRequiredService<AuditWriter>())
            : services;
    }
}
