using System.Security.Cryptography;

namespace HealthGraph.Domain.Access.Jwt;

/// <summary>The three ways to sign that are accepted: all of them with the issuer's private key, none with a secret that we would know too.</summary>
/// <remarks>RFC 7518, section 3; RFC 8725, sections 3.1 and 3.2.</remarks>
public static class SignatureAlgorithm
{
    private const int Es256Bytes = 64;

    /// <summary>Compared as they stand: algorithm names are case-sensitive.</summary>
    public static IReadOnlyList<string> Names { get; } = ["RS256", "PS256", "ES256"];

    internal static bool Verify(string algorithm, VerificationKey key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) => (algorithm, key) switch
    {
        ("RS256", { Rsa: { } rsa }) => IsFull(rsa, signature) && rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ("PS256", { Rsa: { } rsa }) => IsFull(rsa, signature) && rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),

        // r and s side by side: what OpenSSL writes, DER, is another length nearly always, and is refused when it is not.
        ("ES256", { Ec: { } ec }) => signature.Length == Es256Bytes
            && ec.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
        _ => false,
    };

    private static bool IsFull(RSA rsa, ReadOnlySpan<byte> signature) => signature.Length == (rsa.KeySize + 7) / 8;
}
