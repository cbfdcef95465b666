using HealthGraph.Domain.Errors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace HealthGraph.Domain.Access.Jwt;

/// <summary>Who bears a token of the issuer that the settings name. Without such settings, no token is accepted.</summary>
/// <remarks>RFC 7515, 7517, 7518, 7519 and 8725; docs/security.md lists what is refused.</remarks>
public sealed class JwtAuthenticator : IDisposable
{
    private readonly JwtOptions? _options;
    private readonly VerificationKeys? _keys;
    private readonly TeamReach? _reach;
    private readonly TimeProvider _time;
    private readonly ILogger<JwtAuthenticator> _logger;

    /// <param name="configuration">The settings.</param>
    /// <param name="reach">Measures a team; null leaves that out.</param>
    /// <param name="time">The clock that tokens are held against.</param>
    /// <param name="logger">Where refusals are told.</param>
    public JwtAuthenticator(IConfiguration configuration, TeamReach? reach, TimeProvider time, ILogger<JwtAuthenticator> logger)
    {
        _options = JwtOptions.From(configuration);
        _keys = _options is null ? null : new VerificationKeys(new HttpKeySource(_options), time);
        _reach = reach;
        _time = time;
        _logger = logger;
    }

    /// <summary>Whether tokens are accepted at all.</summary>
    public bool IsEnabled => _options is not null;

    /// <summary>The bearer; null when the token is not valid. Why stands in the log, without anything of the token.</summary>
    /// <exception cref="HealthGraphException">Nobody can tell: the issuer's keys are out of reach.</exception>
    public async ValueTask<Principal?> AuthenticateAsync(string text, CancellationToken cancellationToken)
    {
        var (principal, refusal) = await VerifyAsync(text, cancellationToken);
        if (principal is null)
        {
            _logger.TokenRefused(refusal);
            return refusal is JwtRefusal.KeysOutOfReach
                ? throw new HealthGraphException("UNAVAILABLE", "The issuer of tokens is out of reach. Try again in a moment.")
                : null;
        }

        return _reach is null ? principal : await _reach.MeasureAsync(principal, cancellationToken);
    }

    public void Dispose() => _keys?.Dispose();

    /// <summary>The bearer, or why there is none.</summary>
    public async ValueTask<JwtVerdict> VerifyAsync(string text, CancellationToken cancellationToken)
    {
        if (_options is null || _keys is null)
        {
            return new(null, JwtRefusal.KeysOutOfReach);
        }

        var (token, refusal) = SignedToken.Parse(text, _options.Algorithms);
        using var parsed = token;
        if (token is null)
        {
            return new(null, refusal);
        }

        // What a stranger can write into a token for nothing, another issuer's name say, costs no fetch of keys.
        if (TokenClaims.Check(token.Claims.RootElement, _options, _time.GetUtcNow()) is { } invalid)
        {
            return new(null, invalid);
        }

        var (key, areKnown) = await _keys.FindAsync(token.KeyId, token.Algorithm, cancellationToken);
        if (key is null)
        {
            return new(null, areKnown ? JwtRefusal.UnknownKey : JwtRefusal.KeysOutOfReach);
        }

        return !SignatureAlgorithm.Verify(token.Algorithm, key, token.Signed, token.Signature) ? new(null, JwtRefusal.Signature)
            : TokenClaims.ToPrincipal(token.Claims.RootElement, _options) is { } principal ? new(principal, null)
            : new(null, JwtRefusal.Role);
    }
}

/// <summary>What came of a token.</summary>
/// <param name="Principal">Its bearer; null when it is not valid.</param>
/// <param name="Refusal">Why not; null when it is.</param>
public readonly record struct JwtVerdict(Principal? Principal, JwtRefusal? Refusal);

internal static partial class JwtLog
{
    [LoggerMessage(EventId = 2301, Level = LogLevel.Information, Message = "A bearer token was refused: {Refusal}")]
    public static partial void TokenRefused(this ILogger logger, JwtRefusal? refusal);
}
