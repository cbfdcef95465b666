using HealthGraph.Domain.CarePlans.Projection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HealthGraph.Domain.CarePlans;

public static class CarePlanServiceCollectionExtensions
{
    /// <summary>The projector and its loop, which a host runs in the background.</summary>
    public static IServiceCollection AddCarePlans(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<CarePlanProjector>()
            .AddSingleton<CarePlanProjectionLoop>();
    }
}
