using System.Net;
using System.Text.Json;

namespace HealthGraph.Jobs.Athena;

/// <summary>What Athena answers in place of a result.</summary>
/// <remarks>delivery.md, 2.1: the type is in <c>__type</c>, with a namespace or without, or in a header.</remarks>
internal static class AthenaFailure
{
    public static AthenaException From(string operation, HttpStatusCode status, string? header, ReadOnlySpan<byte> body)
    {
        var (type, detail) = Read(body);
        type ??= header?.Split(':')[0];
        var what = type is null ? $"{(int)status}" : detail is null ? type : $"{type}, {detail}";
        return type switch
        {
            _ when (int)status >= 500 => Transient(AthenaException.Unavailable, $"Athena fails at {operation} ({what})."),
            "TooManyRequestsException" or "ThrottlingException" or "Throttling" or "RequestLimitExceeded" or "LimitExceededException" =>
                Transient(AthenaException.Busy, $"Athena has too much to do for {operation} ({what})."),
            _ when status == HttpStatusCode.TooManyRequests => Transient(AthenaException.Busy, $"Athena has too much to do for {operation} ({what})."),
            "AccessDeniedException" or "UnrecognizedClientException" or "InvalidSignatureException" or "IncompleteSignatureException"
                or "MissingAuthenticationTokenException" or "ExpiredTokenException" or "InvalidClientTokenId" or "OptInRequired" =>
                new AthenaException(AthenaException.Denied, $"Athena refuses access at {operation} ({what})."),
            _ when status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized =>
                new AthenaException(AthenaException.Denied, $"Athena refuses access at {operation} ({what})."),
            _ => new AthenaException(AthenaException.Refused, $"Athena refuses {operation} ({what})."),
        };
    }

    public static AthenaException From(string operation, Exception exception) => new(
        AthenaException.Unavailable, $"Athena cannot be reached for {operation}.", exception, isTransient: true);

    // The message may quote the query or its data; the code beside it may not.
    private static (string? Type, string? Detail) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var answer = JsonElement.ParseValue(ref reader);
            return (Text(answer, "__type") is { } type ? type[(type.LastIndexOf('#') + 1)..] : null, Text(answer, "AthenaErrorCode") ?? Text(answer, "Reason"));
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static AthenaException Transient(string code, string message) => new(code, message, isTransient: true);
}
