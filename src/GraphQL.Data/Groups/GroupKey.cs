using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data.Groups;

/// <summary>Something that rows can be grouped by.</summary>
/// <param name="Source">The column whose equal values make a group.</param>
/// <param name="Links">The links to the row that has the column.</param>
/// <param name="Output">The key as a column of the groups.</param>
internal sealed record GroupKey(Column Source, IReadOnlyList<ToOne> Links, Column Output);
