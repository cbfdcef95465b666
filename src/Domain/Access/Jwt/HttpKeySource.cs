using System.Text.Json;

namespace HealthGraph.Domain.Access.Jwt;

/// <summary>The key set at the address that the settings name, or that the issuer's OpenID configuration does.</summary>
internal sealed class HttpKeySource(JwtOptions options) : IDisposable
{
    private const int MaxBytes = 256 * 1024;

    // Straight to the address: a redirect could lead anywhere, and to plain http.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(3),
    })
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <exception cref="HttpRequestException">It is out of reach, or what came is none.</exception>
    public async Task<VerificationKeySet> FetchAsync(CancellationToken cancellationToken)
    {
        var address = options.KeysUrl ?? await DiscoverAsync(cancellationToken);
        return VerificationKeySet.Parse(await ReadAsync(address, cancellationToken)) ?? throw new HttpRequestException("What came is no key set.");
    }

    public void Dispose() => _http.Dispose();

    private async Task<Uri> DiscoverAsync(CancellationToken cancellationToken)
    {
        var address = new Uri($"{options.Issuer.TrimEnd('/')}/.well-known/openid-configuration");
        using var document = StrictJson.ParseObject(await ReadAsync(address, cancellationToken));
        return document is not null
            && TextOf(document, "issuer") == options.Issuer
            && Uri.TryCreate(TextOf(document, "jwks_uri"), UriKind.Absolute, out var keys)
            && (keys.Scheme == Uri.UriSchemeHttps || (keys.Scheme == Uri.UriSchemeHttp && keys.IsLoopback))
                ? keys
                : throw new HttpRequestException("What came is not this issuer's OpenID configuration.");
    }

    private async Task<byte[]> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(address, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    private static string? TextOf(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
