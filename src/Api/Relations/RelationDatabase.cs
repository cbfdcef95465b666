using System.Data.Common;
using System.Globalization;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Database;
using HealthGraph.Domain.Errors;
using HealthGraph.GraphQL.Data;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using Npgsql;
using NpgsqlTypes;

namespace HealthGraph.Api.Relations;

/// <summary>
/// The connections that relations are read over: a pool of their own, whose sessions only read, and rest as a role that may read
/// nothing. In front of each statement, in its transaction, goes as whom it reads.
/// </summary>
internal sealed class RelationDatabase : IRelationDatabase, IAsyncDisposable
{
    private const string SetIdentity = "SELECT set_config('role', $1, true), set_config('healthgraph.teams', $2, true)";

    private readonly ILogger<RelationDatabase> _logger;
    private readonly NpgsqlDataSource _dataSource;
    private readonly TimeSpan _wait;

    public RelationDatabase(IConfiguration configuration, ILogger<RelationDatabase> logger)
    {
        _logger = logger;
        var options = DatabaseOptions.From(configuration);
        var settings = new NpgsqlConnectionStringBuilder(options.ReaderConnectionString ?? options.ConnectionString);
        settings.ApplicationName = "HealthGraph reader";

        // A generic plan does not know how many rows a date range or a cursor leaves: it costs a page 25 times its time.
        // JIT helps the long query at the cost of the many short ones.
        settings.Options = string.Join(
            ' ',
            settings.Options,
            $"-c plan_cache_mode=force_custom_plan -c default_transaction_read_only=on -c jit=off -c role={DatabaseRole.Resting}").Trim();
        if (!new DbConnectionStringBuilder { ConnectionString = settings.ConnectionString }.ContainsKey("Timeout"))
        {
            settings.Timeout = (int)Math.Ceiling(options.ConnectionWait.TotalSeconds);
        }

        _wait = TimeSpan.FromSeconds(settings.Timeout);
        _dataSource = DatabaseConnection.Create(
            settings.ConnectionString, options.MaxPoolSize, builder => builder.UsePhysicalConnectionInitializer(Check, CheckAsync));
    }

    /// <exception cref="GraphQLException">There is none, and did not become any.</exception>
    /// <exception cref="HealthGraphException">Rows would be read unprotected.</exception>
    public ValueTask<NpgsqlConnection> OpenAsync(OperationContext operation, CancellationToken cancellationToken)
    {
        var opening = _dataSource.OpenConnectionAsync(cancellationToken);
        return opening.IsCompletedSuccessfully ? opening : AwaitAsync(opening);
    }

    public NpgsqlBatchCommand? Identify(OperationContext operation)
    {
        var caller = operation.Caller as Principal;
        var role = caller is null ? DatabaseRole.Resting : DatabaseRole.Of[caller.Role];

        // Empty is nobody's team: whatever a session had before, it does not have now.
        var teams = caller is { Role: Role.Team }
            ? $"{{{string.Join(',', caller.Teams.Select(team => team.ToString(CultureInfo.InvariantCulture)))}}}"
            : "";
        return new NpgsqlBatchCommand(SetIdentity) { Parameters = { Text(role), Text(teams) } };
    }

    /// <summary>What is wrong with the protection of rows; null when nothing is.</summary>
    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        var problem = await RowRuleCheck.FindProblemAsync(connection, cancellationToken);
        if (problem is not null)
        {
            // The rules were there when the others were opened: they are closed, and new ones are checked.
            _dataSource.Clear();
            _logger.RowsAreUnprotected(problem);
        }

        return problem;
    }

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
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            // The server does not know the role that connections rest as.
            throw Unprotected(e.MessageText);
        }
    }

    private static NpgsqlParameter Text(string value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value };

    private void Check(NpgsqlConnection connection) => Require(RowRuleCheck.FindProblem(connection));

    private async Task CheckAsync(NpgsqlConnection connection) =>
        Require(await RowRuleCheck.FindProblemAsync(connection, CancellationToken.None));

    private void Require(string? problem)
    {
        if (problem is not null)
        {
            throw Unprotected(problem);
        }
    }

    private HealthGraphException Unprotected(string problem)
    {
        _logger.RowsAreUnprotected(problem);
        return new HealthGraphException(ErrorCodes.Unavailable, "Rows cannot be read: their protection in the database is not in force.");
    }
}

internal static partial class RelationLog
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Critical, Message = "No rows are read: {Problem} See docs/security.md.")]
    public static partial void RowsAreUnprotected(this ILogger logger, string problem);
}
