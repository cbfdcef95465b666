using System.Globalization;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace HealthGraph.Jobs.Athena;

/// <summary>Signature version 4 of a POST to <c>/</c> without a query: the request in its canonical form, signed by AWSSDK.Core.</summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html</remarks>
internal static class AwsSignature
{
    /// <param name="headers">Those that are signed, by their names in lower case; <c>host</c> and <c>x-amz-date</c> among them.</param>
    /// <returns>The header <c>authorization</c>.</returns>
    public static string Authorization(
        ImmutableCredentials credentials, string region, string service, DateTimeOffset at, SortedDictionary<string, string> headers, byte[] body)
    {
        var names = string.Join(';', headers.Keys);
        var lines = string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"));
        var canonical = $"POST\n/\n\n{lines}\n{names}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        var signature = AWS4Signer.ComputeSignature(credentials, region, at.UtcDateTime, service, names, canonical);
        return $"AWS4-HMAC-SHA256 Credential={credentials.AccessKey}/{signature.Scope}, SignedHeaders={names}, Signature={signature.Signature}";
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
