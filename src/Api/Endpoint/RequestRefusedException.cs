using HealthGraph.GraphQL.Errors;

namespace HealthGraph.Api.Endpoint;

/// <summary>A request that no operation can be read from: answered with a status and one error.</summary>
internal sealed class RequestRefusedException(int statusCode, string message, string code = ErrorCodes.InvalidRequest)
    : Exception(message)
{
    public int StatusCode { get; } = statusCode;

    /// <summary>
    /// Whether the request was well-formed JSON whose members are not those of a GraphQL request, which
    /// <see cref="StatusCodeRules.Draft"/> tells apart.
    /// </summary>
    public bool IsMalformed { get; private init; }

    public GraphQLError Error { get; } = new() { Message = message, Code = code };

    /// <summary>JSON, or a query string, that is no GraphQL request.</summary>
    public static RequestRefusedException Malformed(string message) =>
        new(StatusCodes.Status400BadRequest, message) { IsMalformed = true };
}
