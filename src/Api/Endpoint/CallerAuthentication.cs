using HealthGraph.Domain.Access;
using HealthGraph.Domain.Access.Jwt;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.Api.Endpoint;

/// <summary>Who sent a request: <c>Authorization: Bearer</c> with a key, <c>hg_…</c>, or with a token of the issuer that the settings name.</summary>
internal sealed class CallerAuthentication(ApiKeyAuthenticator keys, JwtAuthenticator tokens)
{
    private const string Scheme = "Bearer ";

    /// <exception cref="RequestRefusedException">No key, or one that is unknown, revoked or expired.</exception>
    public async ValueTask<Principal> AuthenticateAsync(HttpContext context)
    {
        if (KeyOf(context.Request.Headers.Authorization) is not { } key)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"HealthGraph\"";
            throw Refused("This needs an API key. Send it as 'Authorization: Bearer hg_…'.");
        }

        if (await AuthenticateAsync(key, context.RequestAborted) is { } caller)
        {
            return caller;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"HealthGraph\", error=\"invalid_token\"";
        throw Refused(IsToken(key) ? "The token is not valid here, or no longer." : "The API key is not known, was revoked or has expired.");
    }

    /// <summary>Who the value of an <c>Authorization</c> header or field is; null when it names nobody.</summary>
    public async ValueTask<Principal?> FindAsync(string? authorization, CancellationToken cancellationToken) =>
        KeyOf(authorization) is { } key ? await AuthenticateAsync(key, cancellationToken) : null;

    /// <summary>The refusal of a stream whose key or token was good when it began.</summary>
    public static RequestRefusedException Ended() => Refused("The key or token was revoked or has expired.");

    // A key has no dot, a token has two.
    private bool IsToken(string text) => tokens.IsEnabled && text.Contains('.', StringComparison.Ordinal);

    private ValueTask<Principal?> AuthenticateAsync(string text, CancellationToken cancellationToken) =>
        IsToken(text)
            ? tokens.AuthenticateAsync(text, cancellationToken)
            : keys.AuthenticateAsync(text, cancellationToken);

    private static string? KeyOf(string? authorization) =>
        authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : null;

    private static RequestRefusedException Refused(string message) =>
        new(StatusCodes.Status401Unauthorized, message, ErrorCodes.NotAuthenticated);
}
