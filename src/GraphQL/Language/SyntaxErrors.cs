using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Language;

internal static class SyntaxErrors
{
    public static GraphQLException At(Source source, int offset, string description) => new(new GraphQLError
    {
        Message = $"Syntax Error: {description}",
        Code = ErrorCodes.SyntaxError,
        Locations = [source.GetLocation(offset)],
    });
}
