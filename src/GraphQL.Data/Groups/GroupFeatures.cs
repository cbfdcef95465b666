using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data.Groups;

/// <summary>A field whose value is the groups of a connection's rows.</summary>
internal sealed record GroupsFeature(GroupDefinition Definition);

/// <summary>
/// A field that gathers columns of a group under one name, such as all sums. Parts share types, so that which column a field stands
/// for is known only from the part that it is in.
/// </summary>
/// <param name="Name">The part's own field.</param>
/// <param name="Function">What the part's columns are made by; null for the keys.</param>
internal sealed record PartFeature(string Name, GroupDefinition Definition, AggregateFunction? Function)
{
    /// <summary>The column that the part has under that name, or null.</summary>
    public Column? Find(string fieldName) => Definition.Find(Function, fieldName);
}
