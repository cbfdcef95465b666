using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data.Groups;

/// <summary>A number, date or text made of the rows of a group.</summary>
/// <param name="Source">The column it is made of; null for the count of the rows.</param>
/// <param name="Output">The result as a column of the groups.</param>
internal sealed record Aggregate(AggregateFunction Function, Column? Source, Column Output);
