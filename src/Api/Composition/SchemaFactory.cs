using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Composition;

/// <summary>Puts the features' parts together, in the order in which they were registered.</summary>
internal sealed class SchemaFactory(IEnumerable<ISchemaFeature> features)
{
    public GraphQL.TypeSystem.Schema Create()
    {
        var parts = new SchemaParts();
        foreach (var feature in features)
        {
            feature.AddTo(parts);
        }

        return new GraphQL.TypeSystem.Schema(new SchemaOptions
        {
            Description = "Clinical operations: visit plans and what is exported of them.",
            Query = new ObjectType("Query")
            {
                Description = "What can be read.",
                FieldsFactory = () => parts.QueryFields,
            },
            Mutation = parts.MutationFields.Count == 0 ? null : new ObjectType("Mutation")
            {
                Description = "What can be asked for. Fields are executed one after the other.",
                FieldsFactory = () => parts.MutationFields,
            },
            Subscription = parts.SubscriptionFields.Count == 0 ? null : new ObjectType("Subscription")
            {
                Description = "What can be watched, over a WebSocket (graphql-transport-ws), as text/event-stream or as multipart/mixed.",
                FieldsFactory = () => parts.SubscriptionFields,
            },
            Types = parts.Types,
            Directives = [CostDirective.Definition, ListSizeDirective.Definition, SpecifiedDirectives.Defer, SpecifiedDirectives.Stream],
        });
    }
}
