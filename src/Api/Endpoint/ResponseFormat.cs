namespace HealthGraph.Api.Endpoint;

/// <summary>The media type of a response; of one result, it also decides which status a failed request has.</summary>
/// <remarks>https://graphql.github.io/graphql-over-http/draft/#sec-Media-Types</remarks>
internal enum ResponseFormat
{
    /// <summary><c>application/json</c>: a well-formed request is answered 200, whatever comes of it.</summary>
    Json,

    /// <summary><c>application/graphql-response+json</c>: the status tells whether there is data.</summary>
    GraphQLResponse,

    /// <summary><c>text/event-stream</c>: an event for each payload, as npm graphql-sse has them.</summary>
    EventStream,

    /// <summary><c>multipart/mixed</c>: a part for each payload.</summary>
    Multipart,

    /// <summary><c>multipart/mixed; subscriptionSpec=1.0</c>: Apollo's, where each part wraps its payload.</summary>
    MultipartSubscription,
}
