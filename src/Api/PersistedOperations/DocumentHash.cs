using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace HealthGraph.Api.PersistedOperations;

/// <summary>The SHA-256 of a document's text, under which clients know it.</summary>
/// <remarks>https://www.apollographql.com/docs/apollo-server/performance/apq</remarks>
public readonly record struct DocumentHash
{
    private const string Prefix = "sha256:";
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    private DocumentHash(string hex) => Hex = hex;

    /// <summary>64 lower-case digits.</summary>
    public string Hex { get; }

    public static DocumentHash Of(ReadOnlySpan<byte> text) => new(Convert.ToHexStringLower(SHA256.HashData(text)));

    /// <summary>Whether the text is a hash: 64 hexadecimal digits, with or without <c>sha256:</c> before them.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DocumentHash hash)
    {
        var digits = text.AsSpan();
        if (digits.StartsWith(Prefix))
        {
            digits = digits[Prefix.Length..];
        }

        var isHash = digits.Length == SHA256.HashSizeInBytes * 2 && !digits.ContainsAnyExcept(Digits);
        hash = isHash ? new(digits.ToString().ToLowerInvariant()) : default;
        return isHash;
    }
}
