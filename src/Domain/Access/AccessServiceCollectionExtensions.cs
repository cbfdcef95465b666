using HealthGraph.Domain.Access.Jwt;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HealthGraph.Domain.Access;

public static class AccessServiceCollectionExtensions
{
    /// <summary>API keys and bearer tokens, on the data source that the host registers.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<ApiKeyStore>()
            .AddSingleton<TeamReach>()
            .AddSingleton<JwtAuthenticator>()
            .AddSingleton<ApiKeyAuthenticator>();
    }
}
