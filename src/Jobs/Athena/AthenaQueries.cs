using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HealthGraph.Jobs.Athena;

/// <summary>
/// The queries of runs: started once each however often an attempt is killed, looked at together, asked anew where Athena says that it may
/// help, and stopped when their run ends without them.
/// </summary>
internal sealed class AthenaQueries(
    NpgsqlDataSource dataSource, AthenaClient client, IOptions<AthenaOptions> options, TimeProvider time, ILogger<AthenaQueries> logger)
{
    private const int MaximumGenerations = 3;

    // A wish to stop is no reason to wait long for an answer.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private readonly AthenaOptions _options = options.Value;

    /// <summary>
    /// Has the statements done, some at a time, and gives them as they ended, in their order. The statements of an earlier attempt stand:
    /// new ones are made only where there are none.
    /// </summary>
    /// <exception cref="AthenaException">A query cannot be started, failed, was cancelled, or took too long.</exception>
    public async Task<IReadOnlyList<QueryExecution>> RunAsync(
        Guid runId, string name, Func<CancellationToken, Task<IReadOnlyList<AthenaStatement>>> makeStatements, CancellationToken cancellationToken)
    {
        var waiting = new Queue<AthenaQuery>(await FindOrMakeAsync(runId, name, makeStatements, cancellationToken));
        var running = new Dictionary<string, AthenaQuery>(StringComparer.Ordinal);
        var ended = new SortedDictionary<int, QueryExecution>();
        var started = time.GetTimestamp();
        var interval = _options.PollInterval;
        while (waiting.Count > 0 || running.Count > 0)
        {
            if (await StartSomeAsync(waiting, running, cancellationToken))
            {
                interval = _options.PollInterval;
            }

            await Task.Delay(interval, time, cancellationToken);
            interval = Min(interval * 1.5, _options.LongestPollInterval);
            foreach (var execution in await client.GetAsync(running.Keys, cancellationToken))
            {
                await LookAtAsync(execution);
            }

            if (time.GetElapsedTime(started) > _options.QueryTimeout && running.Count > 0)
            {
                await StopAsync([.. running.Keys]);
                throw new AthenaException(
                    AthenaException.QueryTimeout, $"Athena has not ended query {running.Keys.First()} of {name} within {_options.QueryTimeout}; it was stopped.");
            }
        }

        return [.. ended.Values];

        async Task LookAtAsync(QueryExecution execution)
        {
            if (!running.TryGetValue(execution.QueryExecutionId, out var query))
            {
                return;
            }

            switch (execution.Status)
            {
                case { State: "SUCCEEDED" }:
                    logger.AthenaQueryEnded(execution.QueryExecutionId, runId, name, execution.Statistics?.DataScannedInBytes, execution.Statistics?.TotalExecutionTimeInMillis);
                    running.Remove(execution.QueryExecutionId);
                    ended[query.Number] = execution;
                    break;

                case { State: "FAILED", AthenaError.Retryable: true } when query.Generation < MaximumGenerations:
                    logger.AthenaQueryRenewed(execution.QueryExecutionId, runId, name, Kind(execution.Status));
                    running.Remove(execution.QueryExecutionId);
                    waiting.Enqueue(await RenewAsync(query, cancellationToken));
                    break;

                case { State: "FAILED" } failed:
                    throw new AthenaException(
                        AthenaException.QueryFailed,
                        $"Athena's query {execution.QueryExecutionId} of {name} failed ({Kind(failed)}). Athena's console tells more.");

                case { State: "CANCELLED" }:
                    throw new AthenaException(AthenaException.QueryCancelled, $"Athena's query {execution.QueryExecutionId} of {name} was cancelled.");
            }
        }
    }

    /// <summary>Stops what a run that ended has under way. What it got stays Athena's; a retry of the run asks anew.</summary>
    public async Task StopAsync(Guid runId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await StopAsync(await AthenaQueryTable.RenewAllAsync(connection, runId, cancellationToken));
    }

    private async Task<List<AthenaQuery>> FindOrMakeAsync(
        Guid runId, string name, Func<CancellationToken, Task<IReadOnlyList<AthenaStatement>>> makeStatements, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (await AthenaQueryTable.ListAsync(connection, runId, name, cancellationToken) is { Count: > 0 } found)
        {
            return found;
        }

        await AthenaQueryTable.InsertAsync(connection, runId, name, await makeStatements(cancellationToken), cancellationToken);
        return await AthenaQueryTable.ListAsync(connection, runId, name, cancellationToken);
    }

    // As many as may run at a time. While others run, a full queue is a reason to wait and not to fail.
    private async Task<bool> StartSomeAsync(Queue<AthenaQuery> waiting, Dictionary<string, AthenaQuery> running, CancellationToken cancellationToken)
    {
        var hasStarted = false;
        while (running.Count < _options.ParallelQueries && waiting.TryPeek(out var query))
        {
            try
            {
                running.Add(query.QueryExecutionId ?? await StartAsync(query, cancellationToken), query);
            }
            catch (AthenaException e) when (e.Code == AthenaException.Busy && running.Count > 0)
            {
                return hasStarted;
            }

            waiting.Dequeue();
            hasStarted = true;
        }

        return hasStarted;
    }

    private async Task<string> StartAsync(AthenaQuery query, CancellationToken cancellationToken)
    {
        var id = await client.StartAsync(
            new StartQueryExecution(
                query.Statement.Sql,
                query.Token,
                new QueryExecutionContext(_options.Database, _options.Catalog),
                ResultConfiguration(),
                _options.WorkGroup,
                query.Statement.Parameters is { Count: > 0 } parameters ? parameters : null),
            cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await AthenaQueryTable.SaveIdAsync(connection, query, id, cancellationToken);
        return id;
    }

    private ResultConfiguration? ResultConfiguration() => _options.OutputLocation is null
        ? null
        : new ResultConfiguration(
            _options.OutputLocation,
            _options.EncryptionOption is { } option ? new EncryptionConfiguration(option, _options.KmsKey) : null,
            _options.ExpectedBucketOwner);

    private async Task<AthenaQuery> RenewAsync(AthenaQuery query, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await AthenaQueryTable.RenewAsync(connection, query, cancellationToken);
        return query with { Generation = query.Generation + 1, QueryExecutionId = null };
    }

    private async Task StopAsync(IReadOnlyList<string> ids)
    {
        using var patience = new CancellationTokenSource(StopPatience, time);
        foreach (var id in ids)
        {
            try
            {
                await client.StopAsync(id, patience.Token);
            }
            catch (Exception e) when (e is AthenaException or OperationCanceledException)
            {
                logger.AthenaQueryNotStopped(id, e);
            }
        }
    }

    // "SYNTAX_ERROR: line 1:8: Column 'x' cannot be resolved": what follows the kind may quote data.
    private static string Kind(QueryExecutionStatus status)
    {
        var reason = (status.StateChangeReason ?? "").Split(':')[0];
        return reason.Length > 0 && reason.All(letter => char.IsAsciiLetterUpper(letter) || letter == '_')
            ? reason
            : status.AthenaError is { ErrorCategory: { } category, ErrorType: { } type } ? $"error {category}/{type}" : "no reason given";
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
