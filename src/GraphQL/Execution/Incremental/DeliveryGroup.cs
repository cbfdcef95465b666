namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>One deferred fragment at one object of the response.</summary>
internal sealed class DeliveryGroup(DeferUsage usage, ResponsePath? path, DeliveryGroup? parent)
{
    public DeferUsage Usage => usage;

    public ResponsePath? Path => path;

    /// <summary>The group that must be delivered before this one is announced.</summary>
    public DeliveryGroup? Parent => parent;

    // The rest belongs to the delivery that the group is part of.

    public string? Id { get; set; }

    public bool IsKnown { get; set; }

    /// <summary>Announced and not yet completed.</summary>
    public bool IsOpen { get; set; }

    public List<DeliveryGroup> Children { get; } = [];

    /// <summary>What the group consists of and has not been delivered with another group.</summary>
    public List<DeferredTask> Tasks { get; } = [];

    public int Unfinished { get; set; }
}
