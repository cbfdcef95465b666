using HealthGraph.Domain.Relations;
using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.Api.DefinedRelations;

/// <summary>A relation that was defined while the program runs, and the field that shows it.</summary>
internal sealed record DefinedRelation(RelationDefinition Definition, Relation Relation);
