using System.ComponentModel.DataAnnotations;
using HealthGraph.Jobs.Delivery.Sftp;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.Delivery;

/// <summary>Where files are delivered. Environment: <c>HEALTHGRAPH__DELIVERY__…</c>.</summary>
public sealed class DeliveryOptions
{
    public const string Section = "HealthGraph:Delivery";

    /// <summary>The local folder; <c>outbox</c> in the data folder unless said otherwise.</summary>
    public string? Outbox { get; set; }

    /// <summary>With a host, files are delivered there, and not to the outbox.</summary>
    [ValidateObjectMembers]
    [Required]
    public SftpOptions Sftp { get; set; } = new();
}

[OptionsValidator]
internal sealed partial class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>;
