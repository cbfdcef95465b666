namespace HealthGraph.Api.Endpoint;

/// <summary>What a client takes, by what there is to send.</summary>
internal sealed record AcceptedFormats
{
    /// <summary>For who does not care.</summary>
    public static AcceptedFormats Default { get; } = new() { Single = ResponseFormat.Json };

    /// <summary>For an ordinary result: JSON whenever the client takes that as readily as a stream.</summary>
    public required ResponseFormat Single { get; init; }

    /// <summary>For the events of a subscription; null when the client asks for no stream by name.</summary>
    public ResponseFormat? Subscription { get; init; }

    /// <summary>For a result in several payloads; null when the client asks for no stream by name.</summary>
    public ResponseFormat? Incremental { get; init; }

    /// <summary>For an error before there is any result: always JSON, so that the status says it too.</summary>
    public ResponseFormat Refusal => Single is ResponseFormat.GraphQLResponse ? ResponseFormat.GraphQLResponse : ResponseFormat.Json;
}
