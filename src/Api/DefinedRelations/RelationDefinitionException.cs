using HealthGraph.Domain.Errors;

namespace HealthGraph.Api.DefinedRelations;

/// <summary>A definition of a relation that is refused: nothing was changed.</summary>
internal sealed class RelationDefinitionException(string message) : HealthGraphException("RELATION_DEFINITION", message);
