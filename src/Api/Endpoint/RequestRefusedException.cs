using HealthGraph.GraphQL.Errors;

namespace HealthGraph.Api.Endpoint;

/// <summary>A request that no operation can be read from: answered with a status and one error.</summary>
internal sealed class RequestRefusedException(int statusCode, string message, string code = ErrorCodes.InvalidRequest)
    : Exception(message)
{
    public int StatusCode { get; } = statusCode;

    public GraphQLError Error { get; } = new() { Message = message, Code = code };
}
