using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.Api.Endpoint;

/// <summary>The HTTP status of what came of an operation.</summary>
/// <remarks>https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes, as <see cref="StatusCodeRules"/> has it.</remarks>
internal static class ResponseStatus
{
    private const int PartialSuccess = 294;

    /// <summary>The status of a request that no operation could be read from.</summary>
    public static int Of(RequestRefusedException refused, StatusCodeRules rules) =>
        refused.IsMalformed && rules is StatusCodeRules.Draft ? StatusCodes.Status422UnprocessableEntity : refused.StatusCode;

    /// <summary>The status of a request that failed on the server before there was a result.</summary>
    public static int Of(GraphQLError error) => IsUnavailable(error)
        ? StatusCodes.Status503ServiceUnavailable
        : StatusCodes.Status500InternalServerError;

    public static int Of(ExecutionResult result, IReadOnlyList<GraphQLError> streamedErrors, ResponseFormat format, StatusCodeRules rules)
    {
        // True of both formats: these are about HTTP, or for proxies and clients that try again by status.
        if (result.RequestError is RequestErrorKind.MutationNotAllowed)
        {
            return StatusCodes.Status405MethodNotAllowed;
        }

        if (IsUnavailable(result.Errors) || IsUnavailable(streamedErrors))
        {
            return StatusCodes.Status503ServiceUnavailable;
        }

        if (result.RequestError is RequestErrorKind.Refused && result.Errors.Any(static error => error.Code == ErrorCodes.RateLimited))
        {
            return StatusCodes.Status429TooManyRequests;
        }

        var isDraft = rules is StatusCodeRules.Draft;
        return format is ResponseFormat.Json && !isDraft ? StatusCodes.Status200OK : result.RequestError switch
        {
            null => isDraft && result.Errors.Count + streamedErrors.Count > 0 ? PartialSuccess : StatusCodes.Status200OK,
            RequestErrorKind.Refused when result.Errors.Any(error => error.Code == ErrorCodes.NotAuthorized) => StatusCodes.Status403Forbidden,
            RequestErrorKind.Timeout => StatusCodes.Status504GatewayTimeout,
            // A limit of ours, on cost for one, is a rule of validation beside the specification's.
            RequestErrorKind.Validation or RequestErrorKind.OperationNotFound or RequestErrorKind.Variables or RequestErrorKind.Refused
                when isDraft => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status400BadRequest,
        };
    }

    /// <summary>The format of a response with that status, for a client that takes <paramref name="accepted"/>.</summary>
    public static ResponseFormat FormatOf(int statusCode, ResponseFormat accepted, StatusCodeRules rules) =>
        rules is StatusCodeRules.Draft && statusCode is < 200 or > 299 ? ResponseFormat.GraphQLResponse : accepted;

    /// <summary>The headers that go with the status.</summary>
    public static void SetHeaders(HttpResponse response, ExecutionResult result)
    {
        if (result.RequestError is RequestErrorKind.MutationNotAllowed)
        {
            response.Headers.Allow = "POST";
        }

        SetRetryAfter(response);
    }

    /// <summary>When it may be worth trying again.</summary>
    public static void SetRetryAfter(HttpResponse response)
    {
        if (response.StatusCode is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            response.Headers.RetryAfter = "1";
        }
    }

    /// <summary>Whether the error says that something is out of reach for now: trying again later may help.</summary>
    public static bool IsUnavailable(GraphQLError error) => error.Code is ErrorCodes.Unavailable or ErrorCodes.AuditUnavailable;

    private static bool IsUnavailable(IReadOnlyList<GraphQLError> errors)
    {
        foreach (var error in errors)
        {
            if (IsUnavailable(error))
            {
                return true;
            }
        }

        return false;
    }
}
