using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>A schema that cannot be built: a mistake of whoever declared it.</summary>
public sealed class SchemaException(string message, params IReadOnlyList<GraphQLError> errors) : Exception(message)
{
    /// <summary>Several mistakes at once, all in the message.</summary>
    public SchemaException(IReadOnlyList<GraphQLError> errors)
        : this(string.Join("\n\n", errors.Select(error => error.Message)), errors)
    {
    }

    /// <summary>All that is wrong, with places when the schema came from SDL.</summary>
    public IReadOnlyList<GraphQLError> Errors { get; } = errors;
}
