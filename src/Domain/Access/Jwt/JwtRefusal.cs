namespace HealthGraph.Domain.Access.Jwt;

/// <summary>Why a token is not accepted: for the log, where it may stand, as it quotes nothing of the token. Callers are told no more than that it is not valid.</summary>
public enum JwtRefusal
{
    /// <summary>Longer than a token may be.</summary>
    TooLong,

    /// <summary>Not three parts of canonical base64url: a JWE, padding, other characters.</summary>
    NotCompact,

    /// <summary>Header or claims are no JSON object of valid UTF-8, or name a member twice.</summary>
    NotJson,

    /// <summary>An algorithm that is not among RS256, PS256 and ES256, or not switched on: <c>none</c> and HMAC are none of them.</summary>
    Algorithm,

    /// <summary>A header that asks for what is not done here: <c>crit</c>, or a key of the token's own (<c>jwk</c>, <c>jku</c>, <c>x5u</c>, <c>x5c</c>).</summary>
    Header,

    /// <summary>The issuer has no such key, or none that is for this algorithm.</summary>
    UnknownKey,

    /// <summary>The signature is not the key's over these bytes.</summary>
    Signature,

    /// <summary>A claim is missing or of another type than it has to be.</summary>
    Claims,

    /// <summary>From another issuer.</summary>
    Issuer,

    /// <summary>For somebody else.</summary>
    Audience,

    /// <summary>Past its end.</summary>
    Expired,

    /// <summary>Before its beginning, or issued in the future.</summary>
    NotYetValid,

    /// <summary>No role here, or several.</summary>
    Role,

    /// <summary>The issuer's keys could not be fetched, now or before.</summary>
    KeysOutOfReach,
}
