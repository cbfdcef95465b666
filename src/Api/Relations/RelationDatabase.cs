using System.Data.Common;
using System.Globalization;
using HealthGraph.Domain.Database;
using HealthGraph.GraphQL.Data;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using Npgsql;

namespace HealthGraph.Api.Relations;

/// <summary>
/// The connections that relations are read over: a pool of their own, whose sessions only read. Row rules for teams will set the
/// caller here.
/// </summary>
internal sealed class RelationDatabase : IRelationDatabase, IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly TimeSpan _wait;

    public RelationDatabase(IConfiguration configuration)
    {
        var options = DatabaseOptions.From(configuration);
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        settings.ApplicationName = "HealthGraph reader";

        // A generic plan does not know how many rows a date range or a cursor leaves: it costs a page 25 times its time.
        // JIT helps the long query at the cost of the many short ones.
        settings.Options = string.Join(' ', settings.Options, "-c plan_cache_mode=force_custom_plan -c default_transaction_read_only=on -c jit=off").Trim();
        if (!new DbConnectionStringBuilder { ConnectionString = settings.ConnectionString }.ContainsKey("Timeout"))
        {
            settings.Timeout = (int)Math.Ceiling(options.ConnectionWait.TotalSeconds);
        }

        _wait = TimeSpan.FromSeconds(settings.Timeout);
        _dataSource = DatabaseConnection.Create(settings.ConnectionString, options.MaxPoolSize);
    }

    /// <exception cref="GraphQLException">There is none, and did not become any.</exception>
    public ValueTask<NpgsqlConnection> OpenAsync(OperationContext operation, CancellationToken cancellationToken)
    {
        var opening = _dataSource.OpenConnectionAsync(cancellationToken);
        return opening.IsCompletedSuccessfully ? opening : AwaitAsync(opening);
    }

    // Row rules are to come.
    public NpgsqlBatchCommand? Identify(OperationContext operation) => null;

    /// <summary>Opens new connections from now on.</summary>
    public void ForgetConnections() => _dataSource.Clear();

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();

    private async ValueTask<NpgsqlConnection> AwaitAsync(ValueTask<NpgsqlConnection> opening)
    {
        try
        {
            return await opening;
        }
        catch (NpgsqlException exception) when (exception.InnerException is TimeoutException)
        {
            throw new GraphQLException(
                string.Create(CultureInfo.InvariantCulture, $"No connection to the database became free within {_wait.TotalSeconds:0} s. Try again in a moment."),
                ErrorCodes.Unavailable);
        }
    }
}
