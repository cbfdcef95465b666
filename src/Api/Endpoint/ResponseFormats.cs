using Microsoft.Net.Http.Headers;

namespace HealthGraph.Api.Endpoint;

/// <summary>Reads what a client takes off its <c>Accept</c> header.</summary>
/// <remarks>https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1</remarks>
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
        ResponseFormat.EventStream => "text/event-stream; charset=utf-8",
        ResponseFormat.Multipart => "multipart/mixed; boundary=\"-\"",
        ResponseFormat.MultipartSubscription => "multipart/mixed; boundary=\"-\"; subscriptionSpec=1.0",
        _ => "application/json; charset=utf-8",
    };

    public static bool IsStream(this ResponseFormat format) =>
        format is ResponseFormat.EventStream or ResponseFormat.Multipart or ResponseFormat.MultipartSubscription;

    /// <summary>What the client takes, <c>application/json</c> when it does not care; null when it takes nothing that is served.</summary>
    public static AcceptedFormats? Negotiate(IList<MediaTypeHeaderValue> accept)
    {
        if (accept.Count == 0)
        {
            return AcceptedFormats.Default;
        }

        // A wildcard asks for no stream: who sends it expects a body that ends.
        var streams = accept
            .Select(static range => (Format: StreamFormat(range), Quality: range.Quality ?? 1))
            .Where(static stream => stream is { Format: not null, Quality: > 0 })
            .OrderByDescending(static stream => stream.Quality)
            .ThenBy(static stream => stream.Format)
            .ToList();
        var (json, quality) = NegotiateJson(accept);
        var single = json is null || (streams.Count > 0 && streams[0].Quality > quality) ? streams.FirstOrDefault().Format : json;
        return single is null ? null : new AcceptedFormats
        {
            Single = single.Value,
            Subscription = streams.FirstOrDefault().Format,
            Incremental = streams.FirstOrDefault(static stream => stream.Format is not ResponseFormat.MultipartSubscription).Format,
        };
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

    private static (ResponseFormat? Format, double Quality) NegotiateJson(IList<MediaTypeHeaderValue> accept)
    {
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

        return (best, bestRank.Quality);
    }

    private static ResponseFormat? StreamFormat(MediaTypeHeaderValue range)
    {
        if (range.MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            return ResponseFormat.EventStream;
        }

        if (!range.MediaType.Equals("multipart/mixed", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // deferSpec=20220824 is an older shape of payloads, which is not served: such a client gets its result in one piece.
        return Has("deferSpec") ? null : Has("subscriptionSpec") ? ResponseFormat.MultipartSubscription : ResponseFormat.Multipart;

        bool Has(string parameter) => range.Parameters.Any(given => given.Name.Equals(parameter, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>How readily the client takes an ordinary response.</summary>
    public static double QualityOfJson(IList<MediaTypeHeaderValue> accept) => NegotiateJson(accept).Quality;

    /// <summary>How readily the client takes that type, and the range that says so: the most specific one that matches.</summary>
    public static (double Quality, MediaTypeHeaderValue? Range) QualityOf(MediaTypeHeaderValue mediaType, IList<MediaTypeHeaderValue> accept)
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
