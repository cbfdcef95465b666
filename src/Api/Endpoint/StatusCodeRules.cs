namespace HealthGraph.Api.Endpoint;

/// <summary>Editions of GraphQL over HTTP that differ in the status of an <c>application/graphql-response+json</c>.</summary>
public enum StatusCodeRules
{
    /// <summary>As the audit of npm graphql-http has them: 200 with data, 400 without.</summary>
    Audit,

    /// <summary>
    /// As the draft of August 2026 has them: 294 for data with errors, 422 for a request or document that was read and does not
    /// fit, 400 for one that could not be read.
    /// </summary>
    Draft,
}
