using Microsoft.Extensions.Options;

namespace HealthGraph.Api.PersistedOperations;

internal static class PersistedOperationServiceCollectionExtensions
{
    /// <summary>Documents that requests name instead of sending them.</summary>
    public static IServiceCollection AddPersistedOperations(this IServiceCollection services)
    {
        services.AddOptions<TrustedDocumentOptions>().BindConfiguration(TrustedDocumentOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<TrustedDocumentOptions>, TrustedDocumentOptionsValidator>()
            .AddSingleton<AutomaticPersistedQueries>()
            .AddSingleton<TrustedDocuments>()
            .AddHostedService(static provider => provider.GetRequiredService<TrustedDocuments>());
    }
}
