namespace HealthGraph.GraphQL.Data.Groups;

/// <summary>The stretch of time whose instants or days make one group.</summary>
internal enum GroupBucket
{
    /// <summary>Equal values only.</summary>
    None,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}
