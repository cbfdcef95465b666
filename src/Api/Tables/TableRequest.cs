using HealthGraph.Api.Endpoint;
using HealthGraph.GraphQL.Data.Tables;
using Microsoft.Net.Http.Headers;

namespace HealthGraph.Api.Tables;

/// <summary>Reads off a request whether its rows are wanted as a table: from <c>Accept</c>, or from the URL, for tools that can say it there alone.</summary>
internal static class TableRequest
{
    private const string FormatName = "format";

    private static readonly (MediaTypeHeaderValue MediaType, string Name)[] Offered =
    [
        (new("text/csv"), "csv"),
        (new("application/x-ndjson"), "ndjson"),
    ];

    /// <summary>Whether the URL says which format is wanted, so that no header has a say in it.</summary>
    public static bool IsNamedIn(HttpRequest request) => request.Query.ContainsKey(FormatName);

    /// <summary>The table's format; null when the response is to be an ordinary one.</summary>
    /// <exception cref="RequestRefusedException">The URL asks for what there is not.</exception>
    public static TableFormat? Read(HttpRequest request)
    {
        var name = IsNamedIn(request) ? Single(request.Query, FormatName) : NameOf(request.GetTypedHeaders().Accept);
        return name?.ToLowerInvariant() switch
        {
            "csv" => new CsvFormat(Flag(request.Query, "bom") || Flag(request.Query, "excel"), Flag(request.Query, "excel")),
            "ndjson" => new NdjsonFormat(),
            "json" or null => null,
            _ => throw Refused("The parameter 'format' must be csv, ndjson or json."),
        };
    }

    public static string ContentType(this TableFormat format) =>
        format is CsvFormat ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";

    public static string Extension(this TableFormat format) => format is CsvFormat ? "csv" : "ndjson";

    // Who names a table's format wants it, if others only as readily: nobody names one by habit. A wildcard asks for none.
    private static string? NameOf(IList<MediaTypeHeaderValue> accept)
    {
        string? best = null;
        var bestQuality = ResponseFormats.QualityOfJson(accept);
        foreach (var (mediaType, name) in Offered)
        {
            var (quality, range) = ResponseFormats.QualityOf(mediaType, accept);
            if (range is { MatchesAllSubTypes: false } && quality > 0 && (best is null ? quality >= bestQuality : quality > bestQuality))
            {
                (best, bestQuality) = (name, quality);
            }
        }

        return best;
    }

    private static bool Flag(IQueryCollection query, string name) => Single(query, name) switch
    {
        null => false,
        "1" or "true" => true,
        "0" or "false" => false,
        _ => throw Refused($"The parameter '{name}' must be true or false."),
    };

    private static string? Single(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [var only] => only ?? "",
        _ => throw JsonParameterReader.Repeated(name),
    };

    private static RequestRefusedException Refused(string message) => new(StatusCodes.Status400BadRequest, message);
}
