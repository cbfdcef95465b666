using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint;

/// <summary>Bound from <c>HealthGraph:GraphQL</c> and checked before the host takes its first request.</summary>
public sealed partial class GraphQLOptions
{
    public const string Section = "HealthGraph:GraphQL";

    /// <summary>
    /// Whether every caller may look at the schema. One switch: false closes introspection, <c>?sdl</c>,
    /// <c>/graphql/schema.graphql</c> and the suggestions in error messages together, but for the roles that write their own queries.
    /// </summary>
    public bool Introspection { get; set; }

    /// <summary>Which edition of GraphQL over HTTP decides the status of an <c>application/graphql-response+json</c>.</summary>
    public StatusCodeRules StatusCodes { get; set; }

    /// <summary>The most operations that one request may hold as a list. 0 switches batching off.</summary>
    [Range(0, 1000)]
    public int MaxBatchSize { get; set; }

    /// <summary>Memory for the documents that clients register under their hash. 0 switches that off.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int PersistedQueryBytes { get; set; } = 16 * 1000 * 1000;
}

[OptionsValidator]
internal sealed partial class GraphQLOptionsValidator : IValidateOptions<GraphQLOptions>;
