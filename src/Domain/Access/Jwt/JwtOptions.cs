using System.Globalization;
using HealthGraph.Domain.Errors;
using Microsoft.Extensions.Configuration;

namespace HealthGraph.Domain.Access.Jwt;

/// <summary>Whose tokens are accepted, and what they say of their bearer: <c>HealthGraph:Access:Jwt</c>. Without an issuer, none are.</summary>
public sealed record JwtOptions
{
    public const string Section = "HealthGraph:Access:Jwt";

    /// <summary>The <c>iss</c> of every token, compared as it stands.</summary>
    public required string Issuer { get; init; }

    /// <summary>What the token's <c>aud</c> has to name.</summary>
    public required string Audience { get; init; }

    /// <summary>Where the issuer's keys are; null to ask <c>{issuer}/.well-known/openid-configuration</c>.</summary>
    public Uri? KeysUrl { get; init; }

    /// <summary>How far the clocks may differ.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(60);

    public IReadOnlyList<string> Algorithms { get; init; } = SignatureAlgorithm.Names;

    /// <summary>The claim that holds roles, a string or several; dots lead into objects, as in <c>realm_access.roles</c>.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>What a value of that claim is here. Empty: the values are the names of roles.</summary>
    public IReadOnlyDictionary<string, Role> Roles { get; init; } = new Dictionary<string, Role>();

    /// <summary>The claim that holds the ids of teams, numbers or digits; read for the role team.</summary>
    public string TeamsClaim { get; init; } = "teams";

    /// <summary>The claim that names the bearer for people; <c>sub</c> where it is missing.</summary>
    public string NameClaim { get; init; } = "name";

    /// <summary>Null when no issuer is set.</summary>
    /// <exception cref="HealthGraphException">A setting has a value that it cannot have.</exception>
    public static JwtOptions? From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (section[nameof(Issuer)] is not { Length: > 0 } issuer)
        {
            return null;
        }

        var keys = section[nameof(KeysUrl)] is { Length: > 0 } url ? ReadUrl(nameof(KeysUrl), url) : null;
        if (keys is null)
        {
            _ = ReadUrl(nameof(Issuer), issuer);
        }

        return new JwtOptions
        {
            Issuer = issuer,
            Audience = section[nameof(Audience)] is { Length: > 0 } audience
                ? audience
                : throw Invalid(nameof(Audience), "", "the name under which the issuer knows this server: a token for anyone is a token for everyone"),
            KeysUrl = keys,
            ClockSkew = section[nameof(ClockSkew)] is { Length: > 0 } skew ? ReadSkew(skew) : TimeSpan.FromSeconds(60),
            Algorithms = ReadAlgorithms(section.GetSection(nameof(Algorithms))),
            RoleClaim = section[nameof(RoleClaim)] is { Length: > 0 } role ? role : "roles",
            Roles = section.GetSection(nameof(Roles)).GetChildren().ToDictionary(child => child.Key, ReadRole, StringComparer.Ordinal),
            TeamsClaim = section[nameof(TeamsClaim)] is { Length: > 0 } teams ? teams : "teams",
            NameClaim = section[nameof(NameClaim)] is { Length: > 0 } name ? name : "name",
        };
    }

    private static Uri ReadUrl(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? url
            : throw Invalid(name, text, "an https address; http on this machine alone");

    private static TimeSpan ReadSkew(string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var skew) && skew >= TimeSpan.Zero && skew <= TimeSpan.FromMinutes(10)
            ? skew
            : throw Invalid(nameof(ClockSkew), text, "a time from 00:00:00 to 00:10:00");

    private static IReadOnlyList<string> ReadAlgorithms(IConfigurationSection section)
    {
        var names = section.GetChildren().Select(child => child.Value ?? "").ToList();
        return names.Count == 0 ? SignatureAlgorithm.Names
            : names.Find(name => !SignatureAlgorithm.Names.Contains(name)) is { } unknown
                ? throw Invalid(nameof(Algorithms), unknown, string.Join(", ", SignatureAlgorithm.Names))
                : names;
    }

    private static Role ReadRole(IConfigurationSection entry) => RoleNames.TryParse(entry.Value, out var role)
        ? role
        : throw Invalid($"{nameof(Roles)}:{entry.Key}", entry.Value ?? "", string.Join(", ", RoleNames.Grantable.Select(known => known.ToName())));

    private static HealthGraphException Invalid(string name, string value, string allowed) =>
        new("CONFIGURATION", $"{Section}:{name} is '{value}', but must be {allowed}.");
}
