using System.Text.Json;
using HealthGraph.Domain.Runs;
using Npgsql;

namespace HealthGraph.Jobs.Runs;

/// <summary>The transaction of one publishing step, whose attempt is known to own the run until it ends.</summary>
public sealed class RunPublication
{
    private readonly Run _run;

    internal RunPublication(NpgsqlConnection connection, Run run)
    {
        Connection = connection;
        _run = run;
    }

    public NpgsqlConnection Connection { get; }

    public Task SavePartAsync(RunPart part, CancellationToken cancellationToken) =>
        RunPartTable.SaveAsync(Connection, _run.Id, _run.Attempt, part, cancellationToken);

    /// <summary>What a later attempt has to know.</summary>
    public Task SaveCheckpointAsync<T>(T checkpoint, CancellationToken cancellationToken) =>
        RunTable.SaveCheckpointAsync(
            Connection, _run.Id, JsonSerializer.SerializeToElement(checkpoint, RunJson.Options), cancellationToken);
}
