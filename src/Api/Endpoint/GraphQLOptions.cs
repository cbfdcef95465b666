using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint;

/// <summary>Bound from <c>HealthGraph:GraphQL</c> and checked before the host takes its first request.</summary>
public sealed class GraphQLOptions
{
    public const string Section = "HealthGraph:GraphQL";

    /// <summary>The largest request body, counted after decompression.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 20 * 1000 * 1000;

    /// <summary>How long an operation may take, until its last byte is written.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The deepest field of an operation.</summary>
    [Range(1, 200)]
    public int MaxDepth { get; set; } = 50;

    /// <summary>
    /// Whether callers may ask for the schema. One switch: false also closes <c>?sdl</c>, <c>/graphql/schema.graphql</c> and the
    /// suggestions in error messages.
    /// </summary>
    public bool Introspection { get; set; } = true;
}

[OptionsValidator]
internal sealed partial class GraphQLOptionsValidator : IValidateOptions<GraphQLOptions>;
