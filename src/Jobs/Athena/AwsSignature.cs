using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace HealthGraph.Jobs.Athena;

/// <summary>Signature version 4 of a request to <c>/</c> without a query.</summary>
internal static class AwsSignature
{
    /// <param name="headers">Those that are signed, by their names in lower case; <c>host</c> and <c>x-amz-date</c> among them.</param>
    /// <returns>The header <c>authorization</c>.</returns>
    public static string Authorization(ImmutableCredentials credentials, string region, string service, DateTimeOffset at, SortedDictionary<string, string> headers, byte[] body)
    {
        var scope = string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyyMMdd}/{region}/{service}/aws4_request");
        var names = string.Join(';', headers.Keys);
        var canonical = $"POST\n/\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Hash(body)}";
        var toSign = $"AWS4-HMAC-SHA256\n{Time(at)}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + credentials.SecretKey), Sign);
        return $"AWS4-HMAC-SHA256 Credential={credentials.AccessKey}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(Sign(key, toSign))}";
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
