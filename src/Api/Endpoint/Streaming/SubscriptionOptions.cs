using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint.Streaming;

/// <summary>Bound from <c>HealthGraph:GraphQL:Subscriptions</c>: what holds for subscriptions over every transport.</summary>
public sealed class SubscriptionOptions
{
    public const string Section = "HealthGraph:GraphQL:Subscriptions";

    /// <summary>How many subscriptions one key may have open on this node.</summary>
    [Range(1, 100_000)]
    public int MaxPerCaller { get; set; } = 100;

    /// <summary>How many subscriptions this node holds open.</summary>
    [Range(1, 1_000_000)]
    public int MaxPerNode { get; set; } = 2000;

    /// <summary>After how long a silence a stream says that it lives: shorter than what proxies on the way wait.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>How often the key behind an open stream is looked up again: a revoked one ends it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan KeyCheckInterval { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class SubscriptionOptionsValidator : IValidateOptions<SubscriptionOptions>;
