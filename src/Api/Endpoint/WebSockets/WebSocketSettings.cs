using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint.WebSockets;

/// <summary>Bound from <c>HealthGraph:GraphQL:WebSocket</c>.</summary>
public sealed class WebSocketSettings
{
    public const string Section = "HealthGraph:GraphQL:WebSocket";

    /// <summary>How many sockets this node holds open, those included that have not said yet who they are.</summary>
    [Range(1, 1_000_000)]
    public int MaxSockets { get; set; } = 1000;

    /// <summary>How many operations one socket may have under way.</summary>
    [Range(1, 10_000)]
    public int MaxOperations { get; set; } = 50;

    /// <summary>The largest message that is read.</summary>
    [Range(1024, 100 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a new socket may take to send <c>connection_init</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan InitTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one message may take to be sent: a client that reads no faster is cut off.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Origins of pages that may open sockets, such as <c>https://app.example</c>, beside pages of this server's own; <c>*</c> for
    /// all. Clients that are no browsers send no origin and are not asked for one.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];
}

[OptionsValidator]
internal sealed partial class WebSocketSettingsValidator : IValidateOptions<WebSocketSettings>;
