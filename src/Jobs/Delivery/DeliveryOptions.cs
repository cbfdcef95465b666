namespace HealthGraph.Jobs.Delivery;

/// <summary>Where files are delivered. Environment: <c>HEALTHGRAPH__DELIVERY__…</c>.</summary>
public sealed class DeliveryOptions
{
    public const string Section = "HealthGraph:Delivery";

    /// <summary>The local folder; <c>outbox</c> in the data folder unless said otherwise.</summary>
    public string? Outbox { get; set; }
}
