namespace HealthGraph.GraphQL.Data.Groups;

/// <summary>What is made of the rows of a group.</summary>
internal enum AggregateFunction
{
    Count,
    CountDistinct,
    Sum,
    Avg,
    Min,
    Max,
}
