using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace HealthGraph.Domain.Access;

/// <summary>The key itself, <c>hg_</c> and 256 random bits: shown once when it is made, then only ever hashed.</summary>
public sealed class ApiKeySecret
{
    private const string Scheme = "hg_";
    private const int SecretBytes = 32;
    private const int ShownCharacters = 8;

    // 32 bytes in base64url, without padding.
    private const int TextLength = 3 + 43;

    private readonly string _text;

    private ApiKeySecret(string text) => _text = text;

    public static ApiKeySecret Generate() =>
        new(Scheme + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>Whether the text has the form of a key; whether it is one, only the store knows.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ApiKeySecret? secret)
    {
        var valid = text is { Length: TextLength }
            && text.StartsWith(Scheme, StringComparison.Ordinal)
            && Base64Url.IsValid(text.AsSpan(Scheme.Length));

        secret = valid ? new ApiKeySecret(text!) : null;
        return valid;
    }

    /// <summary>The key in full: for the one who gets it, and for no log, message or table.</summary>
    public string Reveal() => _text;

    /// <summary>Enough to tell keys apart in a list, too little to guess the rest.</summary>
    public string Prefix => _text[..(Scheme.Length + ShownCharacters)];

    public byte[] Hash()
    {
        Span<byte> utf8 = stackalloc byte[TextLength];
        Encoding.ASCII.GetBytes(_text, utf8);
        return SHA256.HashData(utf8);
    }

    /// <summary>Masked, so that a log line or an exception cannot carry the key by accident.</summary>
    public override string ToString() => $"{Prefix}…";
}
