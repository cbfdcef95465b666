using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HealthGraph.Domain.Access.Jwt;

/// <summary>What a token whose signature holds says: whether it is for here and now, and who its bearer is.</summary>
internal static class TokenClaims
{
    // The year 9999: what a DateTimeOffset can hold.
    private const double LatestInstant = 253402300799;
    private const int MaxTeams = 1000;

    /// <summary>Why it is not valid here and now; null when it is.</summary>
    public static JwtRefusal? Check(JsonElement claims, JwtOptions options, DateTimeOffset now)
    {
        if (!claims.TryGetProperty("iss", out var issuer) || issuer.ValueKind != JsonValueKind.String
            || !claims.TryGetProperty("sub", out var subject) || subject.ValueKind != JsonValueKind.String || subject.GetString() is not { Length: >= 1 and <= 256 }
            || !TryInstant(claims, "exp", out var expires) || expires is null
            || !TryInstant(claims, "nbf", out var begins)
            || !TryInstant(claims, "iat", out var issued))
        {
            return JwtRefusal.Claims;
        }

        return issuer.GetString() != options.Issuer ? JwtRefusal.Issuer
            : !IsFor(claims, options.Audience) ? JwtRefusal.Audience
            : now >= expires + options.ClockSkew ? JwtRefusal.Expired
            : now < begins - options.ClockSkew || now < issued - options.ClockSkew ? JwtRefusal.NotYetValid
            : null;
    }

    /// <summary>The bearer; null when the token gives no role here, or several.</summary>
    public static Principal? ToPrincipal(JsonElement claims, JwtOptions options)
    {
        var roles = Texts(Find(claims, options.RoleClaim)).Select(value => RoleOf(value, options)).OfType<Role>().Distinct().ToList();
        if (roles is not [var role])
        {
            return null;
        }

        var subject = claims.GetProperty("sub").GetString()!;
        var name = claims.TryGetProperty(options.NameClaim, out var named) && named.ValueKind == JsonValueKind.String && named.GetString() is { Length: >= 1 and <= 256 } text
            ? text
            : subject;
        return new Principal(IdOf(options.Issuer, subject), name, role, role == Role.Team ? Teams(Find(claims, options.TeamsClaim)) : []) { Subject = subject };
    }

    private static Role? RoleOf(string value, JwtOptions options) =>
        options.Roles.Count == 0 ? RoleNames.TryParse(value, out var role) ? role : null
            : options.Roles.TryGetValue(value, out var mapped) ? mapped : null;

    // The same for the same person at the same issuer, and no key's: version 8 of RFC 9562, from a hash.
    private static Guid IdOf(string issuer, string subject)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static bool IsFor(JsonElement claims, string audience) =>
        claims.TryGetProperty("aud", out var named) && Texts(named).Contains(audience, StringComparer.Ordinal);

    // A team that cannot be read is no team: the token sees less, never more.
    private static IReadOnlyList<long> Teams(JsonElement? claim)
    {
        var values = claim switch
        {
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().ToList(),
            { } single => [single],
            null => [],
        };
        return [.. values.Take(MaxTeams).Select(TeamOf).OfType<long>().Distinct().Order()];
    }

    private static long? TeamOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var id) => id,
        JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) => id,
        _ => null,
    };

    private static JsonElement? Find(JsonElement claims, string path)
    {
        // Names with dots in them, as addresses have, come first.
        if (claims.TryGetProperty(path, out var whole))
        {
            return whole;
        }

        var found = claims;
        foreach (var step in path.Split('.'))
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(step, out found))
            {
                return null;
            }
        }

        return found;
    }

    private static IEnumerable<string> Texts(JsonElement? claim) => claim switch
    {
        { ValueKind: JsonValueKind.String } single => [single.GetString()!],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray()
            .Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!),
        _ => [],
    };

    // False for what is there and no instant; null for what is not there.
    private static bool TryInstant(JsonElement claims, string name, out DateTimeOffset? instant)
    {
        instant = null;
        if (!claims.TryGetProperty(name, out var value))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || seconds is not (>= 0 and <= LatestInstant))
        {
            return false;
        }

        instant = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return true;
    }
}
