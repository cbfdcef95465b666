namespace HealthGraph.Api.Endpoint;

/// <summary>Editions of GraphQL over HTTP, which differ in the status of a response with errors.</summary>
public enum StatusCodeRules
{
    /// <summary>
    /// As the audit of npm graphql-http has them: of an <c>application/graphql-response+json</c> 200 with data, 400 without; of an
    /// <c>application/json</c> 200 for whatever could be read.
    /// </summary>
    Audit,

    /// <summary>
    /// As the text of September 2026 has them, the first edition: 294 for data with errors, 422 for a request or document that was read
    /// and does not fit, 400 for one that could not be read. They hold for who takes <c>application/json</c> alone too; what is not 2xx is
    /// an <c>application/graphql-response+json</c> all the same, so that it can be told from an answer of a proxy.
    /// </summary>
    Draft,
}
