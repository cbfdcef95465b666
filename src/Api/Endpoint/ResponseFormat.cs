using Microsoft.Net.Http.Headers;

namespace HealthGraph.Api.Endpoint;

/// <summary>The media type of a response; it decides which status a failed request has.</summary>
/// <remarks>https://graphql.github.io/graphql-over-http/draft/#sec-Media-Types</remarks>
internal enum ResponseFormat
{
    /// <summary><c>application/json</c>: a well-formed request is answered 200, whatever comes of it.</summary>
    Json,

    /// <summary><c>application/graphql-response+json</c>: the status tells whether there is data.</summary>
    GraphQLResponse,
}

internal static class ResponseFormats
{
    private static readonly (ResponseFormat Format, MediaTypeHeaderValue MediaType)[] Offered =
    [
        // In the order of preference when a client likes several equally well and names them.
        (ResponseFormat.GraphQLResponse, new("application/graphql-response+json")),
        (ResponseFormat.Json, new("application/json")),
    ];

    private static readonly MediaTypeHeaderValue Html = new("text/html");

    public static string ContentType(this ResponseFormat format) => format switch
    {
        ResponseFormat.GraphQLResponse => "application/graphql-response+json; charset=utf-8",
        _ => "application/json; charset=utf-8",
    };

    /// <summary>The format that the client asks for, <c>application/json</c> when it does not care; null when it takes neither.</summary>
    public static ResponseFormat? Negotiate(IList<MediaTypeHeaderValue> accept)
    {
        if (accept.Count == 0)
        {
            return ResponseFormat.Json;
        }

        ResponseFormat? best = null;
        var bestRank = (Quality: 0d, IsNamed: false);
        foreach (var (format, mediaType) in Offered)
        {
            var (quality, range) = QualityOf(mediaType, accept);
            var rank = (quality, IsNamed: range is { MatchesAllSubTypes: false });
            // A wildcard asks for no format of ours in particular: then the common one wins.
            if (quality > 0 && (rank.CompareTo(bestRank) > 0 || (!bestRank.IsNamed && rank.CompareTo(bestRank) == 0)))
            {
                (best, bestRank) = (format, rank);
            }
        }

        return best;
    }

    /// <summary>Whether the client would rather have a page than any response of ours: a browser's address bar.</summary>
    public static bool PrefersHtml(IList<MediaTypeHeaderValue> accept)
    {
        var (html, range) = QualityOf(Html, accept);
        return range is { MatchesAllSubTypes: false }
            && html > 0
            && Offered.All(offered => QualityOf(offered.MediaType, accept) is var (quality, other)
                && (other is null or { MatchesAllSubTypes: true } || quality < html));
    }

    // RFC 9110, section 12.5.1: the most specific range that matches decides.
    private static (double Quality, MediaTypeHeaderValue? Range) QualityOf(MediaTypeHeaderValue mediaType, IList<MediaTypeHeaderValue> accept)
    {
        MediaTypeHeaderValue? found = null;
        foreach (var range in accept)
        {
            if (Matches(range, mediaType) && (found is null || Specificity(range) > Specificity(found)))
            {
                found = range;
            }
        }

        return (found is null ? 0 : found.Quality ?? 1, found);
    }

    private static bool Matches(MediaTypeHeaderValue range, MediaTypeHeaderValue mediaType) =>
        range.MatchesAllTypes
        || (range.Type.Equals(mediaType.Type, StringComparison.OrdinalIgnoreCase)
            && (range.MatchesAllSubTypes || range.SubType.Equals(mediaType.SubType, StringComparison.OrdinalIgnoreCase)));

    private static int Specificity(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
}
