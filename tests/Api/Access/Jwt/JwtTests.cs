using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Access.Jwt;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace HealthGraph.Api.Tests.Access.Jwt;

/// <summary>Tokens that are accepted, and the published ways to be accepted without a right to.</summary>
/// <remarks>RFC 7515, 7517, 7518, 7519; RFC 8725 (best current practices); the classes of Project Wycheproof's JWS and ECDSA vectors.</remarks>
public sealed class JwtTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("RS256", "rsa")]
    [InlineData("PS256", "rsa")]
    [InlineData("ES256", "ec")]
    public async Task A_token_of_the_issuer_tells_who_its_bearer_is(string algorithm, string key)
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var tokens = Create(issuer);
        var claims = issuer.Claims(Now);
        claims["name"] = "Ada";
        claims["roles"] = new[] { "team", "offline_access" };
        claims["teams"] = new object[] { 7, "3", 7, "x", -1.5 };

        var (principal, _) = await VerifyAsync(tokens, issuer.Sign(new { alg = algorithm, kid = key, typ = "JWT" }, claims));

        Assert.NotNull(principal);
        Assert.Equal(("Ada", Role.Team), (principal.Name, principal.Role));
        Assert.Equal([3, 7], principal.Teams);
        Assert.Equal(principal.Id, (await VerifyAsync(tokens, issuer.Sign(new { alg = algorithm, kid = key }, claims))).Principal!.Id);
    }

    // The example of RFC 7515, appendix A.2, up to its claims: RS256 as others make it.
    [Fact]
    public async Task A_role_may_lie_deep_in_the_claims_and_have_another_name()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var tokens = Create(issuer, ("RoleClaim", "realm_access.roles"), ("Roles:hospital-analyst", "analyst"), ("Roles:hospital-ops", "operator"));
        var claims = issuer.Claims(Now);
        claims["realm_access"] = new { roles = new[] { "hospital-analyst", "uma" } };
        Assert.Equal(Role.Analyst, (await VerifyAsync(tokens, issuer.Sign(Rs256, claims))).Principal?.Role);

        claims["realm_access"] = new { roles = new[] { "hospital-analyst", "hospital-ops" } };
        Assert.Equal(JwtRefusal.Role, (await VerifyAsync(tokens, issuer.Sign(Rs256, claims))).Refusal);

        claims["realm_access"] = new { roles = new[] { "admin" } };
        Assert.Equal(JwtRefusal.Role, (await VerifyAsync(tokens, issuer.Sign(Rs256, claims))).Refusal);
    }

    public static TheoryData<string, JwtRefusal> Headers => new()
    {
        // RFC 8725, 2.1 and 3.1: the token does not choose how it is checked.
        { """{"alg":"none"}""", JwtRefusal.Algorithm },
        { """{"alg":"None","kid":"rsa"}""", JwtRefusal.Algorithm },
        { """{"alg":"nOnE","kid":"rsa"}""", JwtRefusal.Algorithm },
        { """{"alg":"HS256","kid":"rsa"}""", JwtRefusal.Algorithm },
        { """{"alg":"rs256","kid":"rsa"}""", JwtRefusal.Algorithm },
        { """{"alg":"RS384","kid":"rsa"}""", JwtRefusal.Algorithm },
        { """{"alg":"RS1","kid":"rsa"}""", JwtRefusal.Algorithm },
        { """{"alg":"ES256K","kid":"ec"}""", JwtRefusal.Algorithm },
        { """{"alg":"EdDSA","kid":"ec"}""", JwtRefusal.Algorithm },
        { """{"alg":["RS256"],"kid":"rsa"}""", JwtRefusal.Algorithm },
        { """{"alg":null,"kid":"rsa"}""", JwtRefusal.Algorithm },
        { """{"kid":"rsa"}""", JwtRefusal.Algorithm },
        { """{"ALG":"RS256","kid":"rsa"}""", JwtRefusal.Algorithm },
        { """{"alg":"RS256 ","kid":"rsa"}""", JwtRefusal.Algorithm },

        // RFC 7515, 4.1.11: what is critical and not understood is refused, and so is an empty list of it.
        { """{"alg":"RS256","kid":"rsa","crit":["exp"],"exp":1}""", JwtRefusal.Header },
        { """{"alg":"RS256","kid":"rsa","crit":[]}""", JwtRefusal.Header },
        { """{"alg":"RS256","kid":"rsa","crit":["b64"],"b64":false}""", JwtRefusal.Header },
        { """{"alg":"RS256","kid":"rsa","b64":false}""", JwtRefusal.Header },

        // RFC 8725, 3.10: keys and addresses that the token brings itself.
        { """{"alg":"RS256","kid":"rsa","jwk":{"kty":"RSA","n":"AQAB","e":"AQAB"}}""", JwtRefusal.Header },
        { """{"alg":"RS256","kid":"rsa","jku":"http://127.0.0.1/keys"}""", JwtRefusal.Header },
        { """{"alg":"RS256","kid":"rsa","x5u":"http://127.0.0.1/cert"}""", JwtRefusal.Header },
        { """{"alg":"RS256","kid":"rsa","x5c":["AA=="]}""", JwtRefusal.Header },
        { """{"alg":"RS256","kid":"rsa","zip":"DEF"}""", JwtRefusal.Header },
        { """{"alg":"RS256","kid":"rsa","cty":"JWT"}""", JwtRefusal.Header },

        // RFC 8725, 3.11: another kind of token of the same issuer.
        { """{"alg":"RS256","kid":"rsa","typ":"logout+jwt"}""", JwtRefusal.Header },
        { """{"alg":"RS256","kid":"rsa","typ":"dpop+jwt"}""", JwtRefusal.Header },
        { """{"alg":"RS256","kid":"rsa","typ":1}""", JwtRefusal.Header },

        // A key's id is a name among the issuer's keys: no path, no statement, no other type.
        { """{"alg":"RS256","kid":"../../../../dev/null"}""", JwtRefusal.UnknownKey },
        { """{"alg":"RS256","kid":"' OR 1=1 --"}""", JwtRefusal.UnknownKey },
        { """{"alg":"RS256","kid":"RSA"}""", JwtRefusal.UnknownKey },
        { """{"alg":"RS256","kid":"rsa\u0000"}""", JwtRefusal.UnknownKey },
        { """{"alg":"RS256","kid":""}""", JwtRefusal.Header },
        { """{"alg":"RS256","kid":["rsa"]}""", JwtRefusal.Header },
        { """{"alg":"RS256","kid":{"$ne":""}}""", JwtRefusal.Header },

        // The key of another kind.
        { """{"alg":"ES256","kid":"rsa"}""", JwtRefusal.UnknownKey },
        { """{"alg":"RS256","kid":"ec"}""", JwtRefusal.UnknownKey },

        // Two readers, two meanings.
        { """{"alg":"RS256","alg":"none","kid":"rsa"}""", JwtRefusal.NotJson },
        { """{"alg":"RS256","kid":"rsa","kid":"other"}""", JwtRefusal.NotJson },
        { """{"alg":"RS256","kid":"rsa"} """ + "{}", JwtRefusal.NotJson },
        { """{"alg":"RS256","kid":"rsa",}""", JwtRefusal.NotJson },
        { """{/**/"alg":"RS256","kid":"rsa"}""", JwtRefusal.NotJson },
        { """["RS256"]""", JwtRefusal.NotJson },
        { "\"RS256\"", JwtRefusal.NotJson },
        { "", JwtRefusal.NotJson },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task A_header_that_asks_for_anything_else_is_refused(string header, JwtRefusal expected)
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var tokens = Create(issuer);
        var signed = $"{TokenIssuer.Encode(header)}.{TokenIssuer.Encode(JsonSerializer.Serialize(issuer.Claims(Now)))}";
        var signature = issuer.Rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        var (principal, refusal) = await VerifyAsync(tokens, $"{signed}.{Base64Url.EncodeToString(signature)}");

        Assert.Null(principal);
        Assert.Equal(expected, refusal);
    }

    public static TheoryData<string, object?, JwtRefusal> WrongClaims => new()
    {
        { "iss", "https://somebody.example", JwtRefusal.Issuer },
        { "iss", null, JwtRefusal.Claims },
        { "iss", new[] { "a" }, JwtRefusal.Claims },
        { "aud", "another", JwtRefusal.Audience },
        { "aud", "healthgraph2", JwtRefusal.Audience },
        { "aud", "HEALTHGRAPH", JwtRefusal.Audience },
        { "aud", new[] { "another" }, JwtRefusal.Audience },
        { "aud", Array.Empty<string>(), JwtRefusal.Audience },
        { "aud", null, JwtRefusal.Audience },
        { "sub", null, JwtRefusal.Claims },
        { "sub", "", JwtRefusal.Claims },
        { "sub", 5, JwtRefusal.Claims },
        { "exp", "tomorrow", JwtRefusal.Claims },
        { "exp", null, JwtRefusal.Claims },
        { "exp", -1, JwtRefusal.Claims },
        { "exp", 1e300, JwtRefusal.Claims },
        { "nbf", "now", JwtRefusal.Claims },
        { "iat", true, JwtRefusal.Claims },
        { "roles", "root", JwtRefusal.Role },
        { "roles", new[] { "admin", "analyst" }, JwtRefusal.Role },
        { "roles", null, JwtRefusal.Role },
        { "roles", new { admin = true }, JwtRefusal.Role },
    };

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task Claims_that_are_not_for_here_are_refused(string claim, object? value, JwtRefusal expected)
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var tokens = Create(issuer);
        var claims = issuer.Claims(Now);
        claims[claim] = value;

        Assert.Equal(expected, (await VerifyAsync(tokens, issuer.Sign(Rs256, claims))).Refusal);
        claims.Remove(claim);
        var without = await VerifyAsync(tokens, issuer.Sign(Rs256, claims));
        Assert.Equal(claim is "nbf" or "iat", without.Principal is not null);
    }

    [Fact]
    public async Task A_token_holds_from_its_beginning_to_its_end_give_or_take_the_skew()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var tokens = Create(issuer, ("ClockSkew", "00:01:00"));

        async Task<JwtRefusal?> AtAsync(string claim, int seconds)
        {
            var claims = issuer.Claims(Now);
            claims[claim] = Now.ToUnixTimeSeconds() + seconds;
            var (principal, refusal) = await VerifyAsync(tokens, issuer.Sign(Rs256, claims));
            return principal is null ? refusal : null;
        }

        Assert.Null(await AtAsync("exp", -59));
        Assert.Equal(JwtRefusal.Expired, await AtAsync("exp", -60));
        Assert.Null(await AtAsync("nbf", 60));
        Assert.Equal(JwtRefusal.NotYetValid, await AtAsync("nbf", 61));
        Assert.Null(await AtAsync("iat", 60));
        Assert.Equal(JwtRefusal.NotYetValid, await AtAsync("iat", 61));
    }

    [Fact]
    public async Task Only_the_signature_over_these_very_bytes_counts()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var tokens = Create(issuer);
        var parts = issuer.Sign(Rs256, issuer.Claims(Now)).Split('.');
        var es = issuer.Sign(new { alg = "ES256", kid = "ec" }, issuer.Claims(Now)).Split('.');
        var bytes = Encoding.ASCII.GetBytes($"{es[0]}.{es[1]}");
        var der = issuer.Ec.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        using var stranger = RSA.Create(2048);
        var forged = issuer.Claims(Now);
        forged["roles"] = "admin";
        var hmac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(issuer.Rsa.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        string[] signatures =
        [
            "",
            "AA",
            Base64Url.EncodeToString(hmac),
            Base64Url.EncodeToString(new byte[256]),
            Base64Url.EncodeToString(stranger.SignData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            Base64Url.EncodeToString(issuer.Rsa.SignData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)),
            Base64Url.EncodeToString(issuer.Rsa.SignData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pss)),
            Base64Url.EncodeToString([.. Base64Url.DecodeFromChars(parts[2]), 0]),
            Base64Url.EncodeToString([0, .. Base64Url.DecodeFromChars(parts[2])]),
        ];
        foreach (var signature in signatures)
        {
            Assert.Equal(JwtRefusal.Signature, (await VerifyAsync(tokens, $"{parts[0]}.{parts[1]}.{signature}")).Refusal);
        }

        // The claims of one, the signature of another.
        Assert.Equal(JwtRefusal.Signature, (await VerifyAsync(tokens, $"{parts[0]}.{TokenIssuer.Encode(JsonSerializer.Serialize(forged))}.{parts[2]}")).Refusal);

        // ECDSA: DER, zeros (CVE-2022-21449), r and s the other way round, one byte more or less.
        var raw = Base64Url.DecodeFromChars(es[2]);
        foreach (var signature in new byte[][] { der, new byte[64], [.. raw[32..], .. raw[..32]], raw[..63], [.. raw, 0], [.. new byte[32], .. raw[32..]] })
        {
            Assert.Equal(JwtRefusal.Signature, (await VerifyAsync(tokens, $"{es[0]}.{es[1]}.{Base64Url.EncodeToString(signature)}")).Refusal);
        }
    }

    [Fact]
    public async Task What_is_not_written_the_one_way_is_refused()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var tokens = Create(issuer);
        var good = issuer.Sign(Rs256, issuer.Claims(Now));
        var parts = good.Split('.');
        Assert.NotNull((await VerifyAsync(tokens, good)).Principal);
        string[] malformed =
        [
            "", ".", "..", "...", parts[0], $"{parts[0]}.{parts[1]}", $"{good}.", $".{good}", $"{good}.e30", $"{parts[0]}..{parts[2]}.e30.e30",
            $"{parts[0]}=.{parts[1]}.{parts[2]}", $"{parts[0]}.{parts[1]}.{parts[2]}==", $"{parts[0]}.{parts[1]}.{parts[2]} ", $"{parts[0]}.{parts[1]}.\n{parts[2]}",
            $"{parts[0]}.{parts[1]}.{parts[2][..^1]}B", $"{parts[0]}.{parts[1]}.{parts[2].Replace('-', '+').Replace('_', '/')}+", $"{parts[0]}.{parts[1]}.é{parts[2]}",
        ];
        foreach (var token in malformed)
        {
            Assert.Contains((await VerifyAsync(tokens, token)).Refusal, new JwtRefusal?[] { JwtRefusal.NotCompact, JwtRefusal.NotJson });
        }

        Assert.Equal(JwtRefusal.TooLong, (await VerifyAsync(tokens, good + new string('A', 20_000))).Refusal);
        var invalidUtf8 = Base64Url.EncodeToString([.. "{\"iss\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        Assert.Equal(JwtRefusal.NotJson, (await VerifyAsync(tokens, $"{parts[0]}.{invalidUtf8}.{parts[2]}")).Refusal);
        var twice = JsonSerializer.Serialize(issuer.Claims(Now))[..^1] + ",\"roles\":\"admin\"}";
        Assert.Equal(JwtRefusal.NotJson, (await VerifyAsync(tokens, issuer.Sign(JsonSerializer.Serialize(Rs256), twice))).Refusal);
        var deep = JsonSerializer.Serialize(issuer.Claims(Now))[..^1] + ",\"x\":" + new string('[', 200) + new string(']', 200) + "}";
        Assert.Equal(JwtRefusal.NotJson, (await VerifyAsync(tokens, issuer.Sign(JsonSerializer.Serialize(Rs256), deep))).Refusal);
    }

    [Fact]
    public async Task A_key_that_is_weak_or_for_something_else_verifies_nothing()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        var good = TokenIssuer.RsaKey(issuer.Rsa, "rsa");
        using var small = RSA.Create(1024);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var point = TokenIssuer.EcKey(issuer.Ec, "ec");
        List<object[]> sets =
        [
            [TokenIssuer.RsaKey(small, "rsa")],
            [With(good, "use", "enc")],
            [With(good, "key_ops", new[] { "encrypt" })],
            [With(good, "alg", "PS256")],
            [With(good, "alg", "RSA-OAEP")],
            [With(good, "e", "AQ")],
            [With(good, "e", "Aw")],
            [With(good, "e", "AQAA")],
            [With(good, "n", "AA" + (string)good["n"])],
            [With(good, "n", (string)good["n"] + "=")],
            [With(good, "kty", "oct")],
            [With(good, "d", "AQAB")],
            [new { kty = "oct", kid = "rsa", k = "c2VjcmV0" }],
            [good, TokenIssuer.RsaKey(issuer.Rsa, "rsa")],
            ["rsa"],
            [],
        ];
        foreach (var keys in sets)
        {
            issuer.KeySet = TokenIssuer.Keys(keys);
            using var tokens = Create(issuer);
            Assert.Equal((issuer.KeySet, JwtRefusal.UnknownKey), (issuer.KeySet, (await VerifyAsync(tokens, issuer.Sign(Rs256, issuer.Claims(Now)))).Refusal));
        }

        foreach (var key in new object[] { TokenIssuer.EcKey(p384, "ec", "P-384"), With(point, "crv", "P-384"), With(point, "crv", "secp256k1"), With(point, "x", (string)point["y"]), With(point, "y", "AA") })
        {
            issuer.KeySet = TokenIssuer.Keys(key);
            using var tokens = Create(issuer);
            Assert.Equal(JwtRefusal.UnknownKey, (await VerifyAsync(tokens, issuer.Sign(new { alg = "ES256", kid = "ec" }, issuer.Claims(Now)))).Refusal);
        }
    }

    [Fact]
    public async Task Keys_are_fetched_once_and_again_when_a_new_one_signs()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var tokens = Create(issuer);
        for (var i = 0; i < 5; i++)
        {
            Assert.NotNull((await VerifyAsync(tokens, issuer.Sign(Rs256, issuer.Claims(Now)))).Principal);
        }

        Assert.Equal(1, issuer.Fetches);
        issuer.KeySet = TokenIssuer.Keys(TokenIssuer.RsaKey(issuer.Rsa, "next"));
        var rotated = issuer.Sign(new { alg = "RS256", kid = "next" }, issuer.Claims(Now));
        Assert.Equal(JwtRefusal.UnknownKey, (await VerifyAsync(tokens, rotated)).Refusal);
        Assert.Equal(1, issuer.Fetches);

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull((await VerifyAsync(tokens, rotated)).Principal);
        Assert.Equal(JwtRefusal.UnknownKey, (await VerifyAsync(tokens, issuer.Sign(Rs256, issuer.Claims(Now)))).Refusal);
        Assert.Equal(2, issuer.Fetches);
    }

    [Fact]
    public async Task Tokens_with_unknown_keys_cannot_make_us_ask_the_issuer_often()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var tokens = Create(issuer);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            VerifyAsync(tokens, issuer.Sign(new { alg = "RS256", kid = $"made-up-{i}" }, issuer.Claims(Now))).AsTask()));

        Assert.Equal(1, issuer.Fetches);
    }

    [Fact]
    public async Task While_the_issuer_is_out_of_reach_its_last_keys_hold_for_a_day()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var tokens = Create(issuer);
        Assert.NotNull((await VerifyAsync(tokens, issuer.Sign(Rs256, issuer.Claims(Now)))).Principal);
        issuer.KeySet = null;

        _time.Advance(TimeSpan.FromHours(23));
        Assert.NotNull((await VerifyAsync(tokens, issuer.Sign(Rs256, issuer.Claims(Now)))).Principal);
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(JwtRefusal.KeysOutOfReach, (await VerifyAsync(tokens, issuer.Sign(Rs256, issuer.Claims(Now)))).Refusal);
    }

    [Theory]
    [InlineData("Audience", "")]
    [InlineData("KeysUrl", "http://keys.example.org/keys")]
    [InlineData("KeysUrl", "file:///etc/passwd")]
    [InlineData("Algorithms:0", "HS256")]
    [InlineData("Algorithms:0", "none")]
    [InlineData("ClockSkew", "1.00:00:00")]
    [InlineData("Roles:x", "root")]
    public void A_setting_that_would_open_a_door_is_refused_at_the_start(string name, string value)
    {
        var refused = Assert.Throws<Domain.Errors.HealthGraphException>(() => JwtOptions.From(Settings("https://issuer.example", (name, value))));

        Assert.Contains(name.Split(':')[0], refused.Message, StringComparison.Ordinal);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private static object Rs256 => new { alg = "RS256", kid = "rsa" };

    private static Dictionary<string, object> With(Dictionary<string, object> key, string name, object value) => new(key) { [name] = value };

    private JwtAuthenticator Create(TokenIssuer issuer, params (string Name, string Value)[] settings) =>
        new(Settings(issuer.Issuer, settings), reach: null, _time, NullLogger<JwtAuthenticator>.Instance);

    private static IConfiguration Settings(string issuer, params (string Name, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>
        {
            [$"{JwtOptions.Section}:Issuer"] = issuer,
            [$"{JwtOptions.Section}:Audience"] = TokenIssuer.Audience,
        };
        foreach (var (name, value) in settings)
        {
            values[$"{JwtOptions.Section}:{name}"] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    private static ValueTask<JwtVerdict> VerifyAsync(JwtAuthenticator tokens, string token) =>
        tokens.VerifyAsync(token, TestContext.Current.CancellationToken);
}
