using System.Net;
using System.Text.Json;

namespace HealthGraph.Api.Tests;

/// <summary>An answer, read whole.</summary>
internal sealed class ApiResponse(HttpResponseMessage response, byte[] body)
{
    public HttpStatusCode Status { get; } = response.StatusCode;

    public string? ContentType { get; } = response.Content.Headers.ContentType?.ToString();

    public string? Encoding { get; } = response.Content.Headers.ContentEncoding.SingleOrDefault();

    public byte[] Body => body;

    public string Text => System.Text.Encoding.UTF8.GetString(body);

    public JsonElement Json => JsonDocument.Parse(body).RootElement;

    public JsonElement Data => Json.GetProperty("data");

    /// <summary>The message of the only error.</summary>
    public string Message => Error.GetProperty("message").GetString()!;

    public string? Code => Error.GetProperty("extensions").GetProperty("code").GetString();

    private JsonElement Error => Assert.Single(Json.GetProperty("errors").EnumerateArray());

    public string? Header(string name) => response.Headers.TryGetValues(name, out var values)
        ? string.Join(", ", values)
        : response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public override string ToString() => $"{(int)Status} {Text}";
}
