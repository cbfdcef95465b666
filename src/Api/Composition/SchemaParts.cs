using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.Composition;

/// <summary>What the features of one schema add up to.</summary>
internal sealed class SchemaParts
{
    /// <summary>Makes the types of relations, each once in this schema.</summary>
    public RelationTypes Relations { get; } = new();

    /// <summary>Makes mutations with their payloads and errors.</summary>
    public MutationTypes Mutations { get; } = new();

    public List<Field> QueryFields { get; } = [];

    public List<Field> MutationFields { get; } = [];

    public List<Field> SubscriptionFields { get; } = [];

    /// <summary>Types that no field leads to.</summary>
    public List<NamedType> Types { get; } = [];
}
