using HealthGraph.GraphQL.Execution;
using Npgsql;

namespace HealthGraph.GraphQL.Data;

/// <summary>Where relations are read from. The host implements it, and decides there as whom the caller reads.</summary>
public interface IRelationDatabase
{
    /// <summary>An open connection for one statement on behalf of the operation's caller; disposed when it has been read.</summary>
    ValueTask<NpgsqlConnection> OpenAsync(OperationContext operation, CancellationToken cancellationToken);
}
