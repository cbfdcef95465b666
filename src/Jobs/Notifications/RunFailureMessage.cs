using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.Notifications;

/// <summary>What the receiver is told: which run failed, and why. Arguments and outputs are not in it.</summary>
internal sealed record RunFailureMessage(
    Guid Id, string Event, Guid RunId, string Kind, int Attempt, string RequestedBy, string? ErrorCode, string? ErrorMessage, DateTimeOffset? FinishedAt)
{
    /// <summary>The header with the signature: <c>sha256=</c> and the HMAC of the body in hexadecimal digits.</summary>
    public const string SignatureHeader = "X-HealthGraph-Signature";

    public static RunFailureMessage Of(RunNotification notification) => new(
        notification.Id,
        "run.failed",
        notification.Run.Id,
        notification.Run.Kind,
        notification.Run.Attempt,
        notification.Run.RequestedBy,
        notification.Run.ErrorCode,
        notification.Run.ErrorMessage,
        notification.Run.FinishedAt);

    public HttpRequestMessage ToRequest(Uri receiver, string? secret)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Options);
        var request = new HttpRequestMessage(HttpMethod.Post, receiver) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        if (!string.IsNullOrEmpty(secret))
        {
            request.Headers.Add(SignatureHeader, $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}");
        }

        return request;
    }
}
