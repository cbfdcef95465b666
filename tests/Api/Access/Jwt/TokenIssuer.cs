using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.AspNetCore.Hosting;

namespace HealthGraph.Api.Tests.Access.Jwt;

/// <summary>An identity provider in small: it has keys, signs what it is told to, and shows its keys over HTTP.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    public const string Audience = "healthgraph";

    // One pair for all tests: making them takes longer than most of what is tested.
    private static readonly RSA SharedRsa = RSA.Create(2048);
    private static readonly ECDsa SharedEc = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly WebApplication _app;

    private TokenIssuer(WebApplication app, string address)
    {
        _app = app;
        Issuer = address;
        KeySet = Keys(RsaKey(Rsa, "rsa"), EcKey(Ec, "ec"));
    }

    public RSA Rsa { get; } = SharedRsa;

    public ECDsa Ec { get; } = SharedEc;

    public string Issuer { get; }

    /// <summary>The document that is shown; null answers 500.</summary>
    public string? KeySet { get; set; }

    /// <summary>How often the keys were asked for.</summary>
    public int Fetches { get; private set; }

    public static async Task<TokenIssuer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        TokenIssuer? issuer = null;
        app.UseRouting();
        app.MapGet("/.well-known/openid-configuration", context =>
            context.Response.WriteAsync(JsonSerializer.Serialize(new { issuer = issuer!.Issuer, jwks_uri = $"{issuer.Issuer}/keys" })));
        app.MapGet("/keys", context =>
        {
            issuer!.Fetches++;
            if (issuer.KeySet is null)
            {
                context.Response.StatusCode = 500;
                return Task.CompletedTask;
            }

            return context.Response.WriteAsync(issuer.KeySet);
        });
        await app.StartAsync();
        issuer = new TokenIssuer(app, app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return issuer;
    }

    /// <summary>The claims of a token that is good for an hour.</summary>
    public Dictionary<string, object?> Claims(DateTimeOffset now) => new()
    {
        ["iss"] = Issuer,
        ["sub"] = "ada",
        ["aud"] = Audience,
        ["iat"] = now.ToUnixTimeSeconds(),
        ["nbf"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.ToUnixTimeSeconds() + 3600,
        ["roles"] = "analyst",
    };

    /// <summary>A token with that header and those claims, signed as the header's algorithm says.</summary>
    public string Sign(object header, object claims) => Sign(JsonSerializer.Serialize(header), JsonSerializer.Serialize(claims));

    public string Sign(string header, string claims)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var algorithm = JsonDocument.Parse(header).RootElement.TryGetProperty("alg", out var named) ? named.ToString() : "";
        var signature = algorithm switch
        {
            "ES256" => Ec.SignData(bytes, HashAlgorithmName.SHA256),
            "PS256" => Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "RS384" => Rsa.SignData(bytes, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            _ => Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static string Keys(params IEnumerable<object> keys) => JsonSerializer.Serialize(new { keys });

    public static Dictionary<string, object> RsaKey(RSA rsa, string id, string? algorithm = null)
    {
        var key = rsa.ExportParameters(false);
        var json = new Dictionary<string, object>
        {
            ["kty"] = "RSA",
            ["kid"] = id,
            ["use"] = "sig",
            ["n"] = Base64Url.EncodeToString(key.Modulus),
            ["e"] = Base64Url.EncodeToString(key.Exponent),
        };
        if (algorithm is not null)
        {
            json["alg"] = algorithm;
        }

        return json;
    }

    public static Dictionary<string, object> EcKey(ECDsa ec, string id, string curve = "P-256")
    {
        var key = ec.ExportParameters(false);
        return new()
        {
            ["kty"] = "EC",
            ["kid"] = id,
            ["crv"] = curve,
            ["x"] = Base64Url.EncodeToString(key.Q.X),
            ["y"] = Base64Url.EncodeToString(key.Q.Y),
        };
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
