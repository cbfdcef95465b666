using HealthGraph.Api.Access;
using HealthGraph.Api.DefinedRelations;
using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Composition;

/// <summary>Puts the features' parts together, in the order in which they were registered.</summary>
internal sealed class SchemaFactory(IEnumerable<ISchemaFeature> features)
{
    /// <param name="defined">Relations that were defined while the program runs.</param>
    /// <exception cref="SchemaException">The parts do not fit together.</exception>
    public GraphQL.TypeSystem.Schema Create(IReadOnlyList<DefinedRelation>? defined = null)
    {
        var parts = new SchemaParts();
        foreach (var feature in features)
        {
            feature.AddTo(parts);
        }

        foreach (var (definition, relation) in defined ?? [])
        {
            if (parts.QueryFields.Exists(field => field.Name == definition.FieldName))
            {
                throw new SchemaException($"'Query' has the field '{definition.FieldName}' already.");
            }

            parts.QueryFields.Add(parts.Relations.Connection(definition.FieldName, relation, relation.Description));
        }

        var schema = new GraphQL.TypeSystem.Schema(new SchemaOptions
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
            Directives = [AuthorizeDirective.Definition, CostDirective.Definition, ListSizeDirective.Definition, SpecifiedDirectives.Defer, SpecifiedDirectives.Stream],
        });
        if (defined is { Count: > 0 })
        {
            // What the program says itself is held by a test.
            SchemaValidator.ThrowIfInvalid(schema);
        }

        return schema;
    }
}
