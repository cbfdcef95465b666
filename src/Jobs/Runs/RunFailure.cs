using HealthGraph.Domain.Errors;
using Npgsql;

namespace HealthGraph.Jobs.Runs;

/// <summary>A failure as the run's reader sees it.</summary>
internal sealed record RunFailure(string Code, string Message, bool IsTransient, bool IsExpected)
{
    public static RunFailure From(Exception exception, Guid runId) => exception switch
    {
        RunFailedException failed => new RunFailure(failed.Code, failed.Message, failed.IsTransient, IsExpected: true),
        HealthGraphException known => new RunFailure(known.Code, known.Message, IsTransient: false, IsExpected: true),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new RunFailure(
            "DATABASE_FULL", "The database has no space left.", IsTransient: true, IsExpected: true),
        PostgresException e when !e.IsTransient && !e.SqlState.StartsWith("57P", StringComparison.Ordinal) => Unexpected(runId),
        NpgsqlException => new RunFailure(
            "DATABASE_UNAVAILABLE", "The database could not be reached, or broke the connection off.", IsTransient: true, IsExpected: true),
        _ => Unexpected(runId),
    };

    // It may have been a bad moment; the cap on attempts ends it when it was not.
    private static RunFailure Unexpected(Guid runId) =>
        new("INTERNAL", $"The run failed unexpectedly. The log has the details under run {runId}.", IsTransient: true, IsExpected: false);
}
