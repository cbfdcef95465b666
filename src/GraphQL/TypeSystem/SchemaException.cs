namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>A schema that cannot be built: a mistake of whoever declared it.</summary>
public sealed class SchemaException(string message) : Exception(message);
