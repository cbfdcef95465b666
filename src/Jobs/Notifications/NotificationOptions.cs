using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.Notifications;

/// <summary>Who is told of runs that failed. Environment: <c>HEALTHGRAPH__NOTIFICATIONS__…</c>.</summary>
public sealed class NotificationOptions
{
    public const string Section = "HealthGraph:Notifications";

    /// <summary>The address that is told by POST; nobody is told without one.</summary>
    [Url]
    public string? Webhook { get; set; }

    /// <summary>What the message is signed with, so that its receiver knows whom it is from.</summary>
    public string? Secret { get; set; }

    /// <summary>How often it is looked whether there is something to tell.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the receiver may take to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it is waited after the first time in vain; four times as long after each further one, an hour at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "01:00:00")]
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(15);
}

[OptionsValidator]
internal sealed partial class NotificationOptionsValidator : IValidateOptions<NotificationOptions>;
