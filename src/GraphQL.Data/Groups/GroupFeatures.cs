namespace HealthGraph.GraphQL.Data.Groups;

/// <summary>A field whose value is the groups of a connection's rows.</summary>
internal sealed record GroupsFeature(GroupDefinition Definition);

/// <summary>A field that gathers columns of the same row under one name, such as all sums.</summary>
internal sealed record PartFeature
{
    public static PartFeature Instance { get; } = new();
}
