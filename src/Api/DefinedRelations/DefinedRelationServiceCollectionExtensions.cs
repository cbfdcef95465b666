using HealthGraph.Domain.Database;

namespace HealthGraph.Api.DefinedRelations;

internal static class DefinedRelationServiceCollectionExtensions
{
    /// <summary>Relations that are defined while the program runs.</summary>
    /// <param name="services">The services.</param>
    /// <param name="follows">Whether this node shows them, and so keeps up with them.</param>
    public static IServiceCollection AddDefinedRelations(this IServiceCollection services, bool follows)
    {
        services
            .AddSingleton<FittingRelations>()
            .AddSingleton<SchemaRefresher>()
            .AddSingleton<RelationDefinitions>()
            .AddSingleton<NotificationHandler, SchemaChangeListener>();
        return follows ? services.AddHostedService<SchemaLoader>() : services;
    }
}
