using System.Text;
using System.Text.Json;

namespace HealthGraph.Domain.Access.Jwt;

/// <summary>A token taken apart, its signature not looked at yet.</summary>
/// <remarks>RFC 7515, section 5.2; RFC 8725.</remarks>
internal sealed class SignedToken : IDisposable
{
    private const int MaxLength = 16 * 1024;
    private const int MaxKeyId = 256;

    // Each lets a token say by what it is to be checked, or that it is something else than it seems. None is needed.
    private static readonly string[] RefusedHeaders = ["crit", "b64", "jwk", "jku", "x5u", "x5c", "zip", "enc", "cty"];

    private SignedToken(string algorithm, string? keyId, JsonDocument claims, byte[] signed, byte[] signature)
    {
        Algorithm = algorithm;
        KeyId = keyId;
        Claims = claims;
        Signed = signed;
        Signature = signature;
    }

    public string Algorithm { get; }

    /// <summary>A name to look up among the issuer's keys, and nothing else.</summary>
    public string? KeyId { get; }

    public JsonDocument Claims { get; }

    public byte[] Signed { get; }

    public byte[] Signature { get; }

    public static (SignedToken? Token, JwtRefusal Refusal) Parse(string text, IReadOnlyList<string> algorithms)
    {
        if (text.Length > MaxLength)
        {
            return (null, JwtRefusal.TooLong);
        }

        var parts = text.Split('.');
        if (parts.Length != 3
            || StrictJson.Decode(parts[0]) is not { } header
            || StrictJson.Decode(parts[1]) is not { } payload
            || StrictJson.Decode(parts[2]) is not { } signature)
        {
            return (null, JwtRefusal.NotCompact);
        }

        using var headers = StrictJson.ParseObject(header);
        if (headers is null || StrictJson.ParseObject(payload) is not { } claims)
        {
            return (null, JwtRefusal.NotJson);
        }

        if (Refuse(headers.RootElement, algorithms) is { } refusal)
        {
            claims.Dispose();
            return (null, refusal);
        }

        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        var id = headers.RootElement.TryGetProperty("kid", out var kid) ? kid.GetString() : null;
        return (new SignedToken(headers.RootElement.GetProperty("alg").GetString()!, id, claims, signed, signature), default);
    }

    public void Dispose() => Claims.Dispose();

    private static JwtRefusal? Refuse(JsonElement header, IReadOnlyList<string> algorithms)
    {
        if (!header.TryGetProperty("alg", out var algorithm)
            || algorithm.ValueKind != JsonValueKind.String
            || !algorithms.Contains(algorithm.GetString(), StringComparer.Ordinal))
        {
            return JwtRefusal.Algorithm;
        }

        var hasKeyId = !header.TryGetProperty("kid", out var id)
            || (id.ValueKind == JsonValueKind.String && id.GetString()!.Length is >= 1 and <= MaxKeyId);
        return !hasKeyId || !IsToken(header) || Array.Exists(RefusedHeaders, name => header.TryGetProperty(name, out _)) ? JwtRefusal.Header : null;
    }

    // An id token's or an access token's type. Others, such as a logout token's, have the same issuer, keys and audience.
    private static bool IsToken(JsonElement header) =>
        !header.TryGetProperty("typ", out var type)
        || (type.ValueKind == JsonValueKind.String && type.GetString()!.ToUpperInvariant() is "JWT" or "AT+JWT" or "APPLICATION/AT+JWT");
}
