using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.Api.Endpoint;

/// <summary>Who sent a request: <c>Authorization: Bearer hg_…</c>.</summary>
internal sealed class CallerAuthentication(ApiKeyAuthenticator keys)
{
    private const string Scheme = "Bearer ";

    /// <exception cref="RequestRefusedException">No key, or one that is unknown, revoked or expired.</exception>
    public async ValueTask<Principal> AuthenticateAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"HealthGraph\"";
            throw Refused("This needs an API key. Send it as 'Authorization: Bearer hg_…'.");
        }

        if (await keys.AuthenticateAsync(header[Scheme.Length..].Trim(), context.RequestAborted) is { } caller)
        {
            return caller;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"HealthGraph\", error=\"invalid_token\"";
        throw Refused("The API key is not known, was revoked or has expired.");
    }

    private static RequestRefusedException Refused(string message) =>
        new(StatusCodes.Status401Unauthorized, message, ErrorCodes.NotAuthenticated);
}
