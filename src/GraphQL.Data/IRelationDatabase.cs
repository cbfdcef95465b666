using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Execution;
using Npgsql;

namespace HealthGraph.GraphQL.Data;

/// <summary>Where relations are read from. The host implements it, and decides there as whom the caller reads.</summary>
public interface IRelationDatabase
{
    /// <summary>An open connection for one statement on behalf of the operation's caller; disposed when it has been read.</summary>
    ValueTask<NpgsqlConnection> OpenAsync(OperationContext operation, CancellationToken cancellationToken);

    /// <summary>
    /// The statement that tells the database as whom the next one reads. It is sent in front of it in the same batch: one round trip
    /// and one transaction, so that what it sets must not, and with <c>set_config(…, true)</c> cannot, outlive the reading. Null when there
    /// is nothing to tell.
    /// </summary>
    /// <param name="operation">Whose caller reads.</param>
    /// <param name="root">The relation whose rows the next statement cuts into a page, counts or groups; null where it looks rows up by their keys.</param>
    NpgsqlBatchCommand? Identify(OperationContext operation, Relation? root);
}
