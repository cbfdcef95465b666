using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Validation;

/// <summary>Ends validation: a limit is reached, and going on would only cost more.</summary>
internal sealed class ValidationAbortedException(GraphQLError error) : Exception(error.Message)
{
    public GraphQLError Error { get; } = error;

    public static ValidationAbortedException Because(string message) =>
        new(new GraphQLError { Message = message, Code = ErrorCodes.ValidationError });
}
