namespace HealthGraph.Jobs.Athena;

// What of the answers is used. Fields that Athena leaves out are null.
internal sealed record StartedQuery(string QueryExecutionId);

internal sealed record ManyQueryExecutions(
    IReadOnlyList<QueryExecution>? QueryExecutions = null, IReadOnlyList<UnprocessedQuery>? UnprocessedQueryExecutionIds = null);

internal sealed record UnprocessedQuery(string QueryExecutionId, string? ErrorCode = null);

internal sealed record QueryExecution(
    string QueryExecutionId, QueryExecutionStatus Status, ResultConfiguration? ResultConfiguration = null, QueryExecutionStatistics? Statistics = null);

/// <param name="State">QUEUED, RUNNING, SUCCEEDED, FAILED or CANCELLED.</param>
internal sealed record QueryExecutionStatus(string State, string? StateChangeReason = null, AthenaError? AthenaError = null);

/// <param name="ErrorCategory">1 for Athena's own, 2 for the query's, 3 for others.</param>
internal sealed record AthenaError(int? ErrorCategory = null, int? ErrorType = null, bool Retryable = false);

internal sealed record QueryExecutionStatistics(long? DataScannedInBytes = null, long? TotalExecutionTimeInMillis = null);

internal sealed record QueryResults(ResultSet? ResultSet = null, string? NextToken = null);

internal sealed record ResultSet(IReadOnlyList<ResultRow>? Rows = null);

internal sealed record ResultRow(IReadOnlyList<ResultValue>? Data = null);

/// <param name="VarCharValue">Every type is text; NULL is left out.</param>
internal sealed record ResultValue(string? VarCharValue = null);
