using System.Security.Cryptography;
using System.Text.Json;

namespace HealthGraph.Domain.Access.Jwt;

/// <summary>A public key of the issuer's that is strong enough and meant for signatures.</summary>
internal sealed class VerificationKey
{
    private const int SmallestModulus = 2048;
    private const int LargestModulus = 8192;
    private const int P256Bytes = 32;

    private readonly string? _algorithm;

    private VerificationKey(string? id, string? algorithm)
    {
        Id = id;
        _algorithm = algorithm;
    }

    public string? Id { get; }

    public RSA? Rsa { get; private init; }

    public ECDsa? Ec { get; private init; }

    /// <summary>Whether the key is for that algorithm, by its kind and by what it says itself.</summary>
    public bool IsFor(string algorithm) =>
        (_algorithm is null || _algorithm == algorithm) && (algorithm == "ES256" ? Ec is not null : Rsa is not null);

    /// <summary>Null for a key that is of another kind, weak, not for signatures, or not well-formed: an issuer may publish any.</summary>
    public static VerificationKey? From(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || !IsForVerifying(key) || key.TryGetProperty("d", out _) || key.TryGetProperty("k", out _))
        {
            return null;
        }

        try
        {
            return Text(key, "kty") switch
            {
                "RSA" => FromRsa(key),
                "EC" => FromEc(key),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            // A point that is not on the curve, or a number that no modulus is.
            return null;
        }
    }

    private static VerificationKey? FromRsa(JsonElement key)
    {
        var (modulus, exponent) = (Bytes(key, "n"), Bytes(key, "e"));
        if (modulus is null || exponent is not { Length: >= 1 and <= 4 } || modulus.Length == 0 || modulus[0] == 0)
        {
            return null;
        }

        var bits = (modulus.Length * 8) - int.LeadingZeroCount(modulus[0]) + 24;
        var isOdd = (modulus[^1] & 1) == 1 && (exponent[^1] & 1) == 1;
        var e = exponent.Aggregate(0L, static (value, next) => (value << 8) | next);
        return bits is >= SmallestModulus and <= LargestModulus && isOdd && e >= 65537
            ? new VerificationKey(Text(key, "kid"), Text(key, "alg")) { Rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent }) }
            : null;
    }

    private static VerificationKey? FromEc(JsonElement key)
    {
        var (x, y) = (Bytes(key, "x"), Bytes(key, "y"));
        return Text(key, "crv") == "P-256" && x is { Length: P256Bytes } && y is { Length: P256Bytes }
            ? new VerificationKey(Text(key, "kid"), Text(key, "alg"))
            {
                Ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } }),
            }
            : null;
    }

    private static bool IsForVerifying(JsonElement key) =>
        (!key.TryGetProperty("use", out var use) || (use.ValueKind == JsonValueKind.String && use.GetString() == "sig"))
        && (!key.TryGetProperty("key_ops", out var operations)
            || (operations.ValueKind == JsonValueKind.Array && operations.EnumerateArray().Any(static operation =>
                operation.ValueKind == JsonValueKind.String && operation.GetString() == "verify")));

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Bytes(JsonElement key, string name) => Text(key, name) is { } text ? StrictJson.Decode(text) : null;
}

/// <summary>The issuer's keys at some time.</summary>
/// <remarks>RFC 7517.</remarks>
internal sealed class VerificationKeySet
{
    private readonly List<VerificationKey> _keys;

    private VerificationKeySet(List<VerificationKey> keys) => _keys = keys;

    /// <summary>Null when the document is no key set; keys in it that cannot be used are left out.</summary>
    public static VerificationKeySet? Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = StrictJson.ParseObject(utf8);
        return document is not null && document.RootElement.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
            ? new VerificationKeySet([.. keys.EnumerateArray().Select(VerificationKey.From).OfType<VerificationKey>()])
            : null;
    }

    /// <summary>The one key that the token can mean. Two that it could mean are none: nobody shall choose.</summary>
    public VerificationKey? Find(string? id, string algorithm)
    {
        var fitting = _keys.FindAll(key => key.IsFor(algorithm) && (id is null || key.Id == id));
        return fitting is [var only] ? only : null;
    }
}
