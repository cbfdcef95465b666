using HealthGraph.Api.Composition;
using HealthGraph.Api.Relations;
using HealthGraph.Domain.Relations;
using Npgsql;

namespace HealthGraph.Api.DefinedRelations;

/// <summary>Brings this node's schema up to the stored definitions. One that cannot be shown is left out, and the others are shown.</summary>
internal sealed class SchemaRefresher(
    SchemaProvider schema, FittingRelations fitting, RelationDatabase relations, ILogger<SchemaRefresher> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _version = -1;

    public async Task RefreshAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var stored = await ReadAsync(connection, cancellationToken);
            if (stored.Version <= _version)
            {
                return;
            }

            var isFirst = _version < 0;
            var shown = fitting.Of(stored.Definitions, logger.NotShown);
            if (!isFirst || shown.Count > 0)
            {
                schema.Refresh(shown);
            }

            _version = stored.Version;
            if (!isFirst)
            {
                // Sessions keep statements prepared whose columns may be of another type by now.
                relations.ForgetConnections();
            }

            logger.Refreshed(stored.Version, shown.Count);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    // Before the migration that makes the table nothing can have been defined.
    private static async Task<StoredDefinitions> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await RelationDefinitionTable.ReadAsync(connection, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return new StoredDefinitions(-1, []);
        }
    }
}

internal static partial class SchemaRefresherLog
{
    [LoggerMessage(1301, LogLevel.Information, "The schema is at version {Version}, with {Count} defined relations")]
    public static partial void Refreshed(this ILogger logger, long version, int count);

    [LoggerMessage(1302, LogLevel.Error, "The defined relation {TypeName} is not shown: {Problem}")]
    public static partial void NotShown(this ILogger logger, string typeName, string problem);
}
