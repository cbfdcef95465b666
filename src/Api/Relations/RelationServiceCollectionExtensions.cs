using HealthGraph.Api.Composition;
using HealthGraph.GraphQL.Data;

namespace HealthGraph.Api.Relations;

internal static class RelationServiceCollectionExtensions
{
    /// <summary>What relation fields read from, and whom they ask for leave.</summary>
    public static IServiceCollection AddRelations(this IServiceCollection services)
    {
        services.AddOptions<GroupOptions>().BindConfiguration("HealthGraph:Groups");
        return services
            .AddSingleton<ISchemaFeature, NodeFields>()
            .AddSingleton<RelationDatabase>()
            .AddSingleton<IRelationDatabase>(static provider => provider.GetRequiredService<RelationDatabase>())
            .AddSingleton<IRelationAccess, RelationAccess>();
    }
}
