using HealthGraph.Domain.Relations;
using Npgsql;

namespace HealthGraph.Api.DefinedRelations;

/// <summary>
/// Adds relations to the schema of all nodes and takes them away, while they serve. A definition is checked whole (names, table, columns, and
/// the schema that it would make) before it is written, under a lock, so that no two fit each alone and not together.
/// </summary>
internal sealed class RelationDefinitions(NpgsqlDataSource dataSource, FittingRelations fitting, SchemaRefresher refresher)
{
    /// <summary>Adds a relation, or changes the one of that type.</summary>
    /// <exception cref="RelationDefinitionException">It cannot be shown; nothing was changed.</exception>
    public Task PutAsync(RelationDefinition definition, CancellationToken cancellationToken) =>
        ChangeAsync(connection => PutAsync(connection, definition, cancellationToken), cancellationToken);

    /// <summary>The same in the transaction of the caller, who makes the table in it; nodes see both when it is committed.</summary>
    /// <exception cref="RelationDefinitionException">It cannot be shown.</exception>
    public async Task PutAsync(NpgsqlConnection connection, RelationDefinition definition, CancellationToken cancellationToken)
    {
        var defined = DefinedRelationFactory.Create(definition);
        await RelationDefinitionTable.LockAsync(connection, cancellationToken);
        DefinedRelationFactory.RequireStored(
            definition, await TableColumns.FindAsync(connection, definition.SchemaName, definition.TableName, cancellationToken));
        var others = (await RelationDefinitionTable.ReadAsync(connection, cancellationToken)).Definitions
            .Where(stored => stored.TypeName != definition.TypeName);
        if (fitting.ProblemOf([.. fitting.Of(others, static (_, _) => { }), defined]) is { } problem)
        {
            throw new RelationDefinitionException(problem);
        }

        await GrantAsync(connection, definition, cancellationToken);
        await RelationDefinitionTable.PutAsync(connection, definition, cancellationToken);
    }

    /// <summary>Takes a relation away; its table stays. False when there is none of that type.</summary>
    public async Task<bool> RemoveAsync(string typeName, CancellationToken cancellationToken)
    {
        var removed = false;
        await ChangeAsync(
            async connection => removed = await RelationDefinitionTable.RemoveAsync(connection, typeName, cancellationToken), cancellationToken);
        return removed;
    }

    private static async Task GrantAsync(NpgsqlConnection connection, RelationDefinition definition, CancellationToken cancellationToken)
    {
        try
        {
            await TableReaders.GrantAsync(connection, definition, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new RelationDefinitionException(
                $"{definition.TypeName}: the table '{definition.SchemaName}.{definition.TableName}' cannot be opened to readers. The program must own it, and its schema.");
        }
    }

    private async Task ChangeAsync(Func<NpgsqlConnection, Task> change, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            await change(connection);
            await transaction.CommitAsync(cancellationToken);
        }

        // This node need not wait to hear of it.
        await refresher.RefreshAsync(connection, cancellationToken);
    }
}
