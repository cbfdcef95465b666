using System.Collections.Frozen;
using System.Data.Common;
using System.Globalization;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Database;
using HealthGraph.Domain.Errors;
using HealthGraph.GraphQL.Data;
using HealthGraph.GraphQL.Data.Relations;
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
    private const string SetIdentity =
        "SELECT set_config('role', $1, true), set_config('healthgraph.teams', $2, true), set_config('healthgraph.begins_with', $3, true)";

    // What has parameters is planned anew for each page; these, once. Empty is nobody's team: whatever a session had before, it does not have now.
    private static readonly FrozenDictionary<string, string> SetRole = DatabaseRole.Of.Values.Append(DatabaseRole.Resting).ToFrozenDictionary(
        static role => role, static role => $"SELECT set_config('role', '{role}', true), set_config('healthgraph.teams', '', true)");

    private readonly ILogger<RelationDatabase> _logger;
    private readonly NpgsqlDataSource _dataSource;
    private readonly TimeSpan _wait;
    private readonly TimeSpan _checkLimit;

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
        _checkLimit = settings.CommandTimeout > 0 ? TimeSpan.FromSeconds(settings.CommandTimeout) : Timeout.InfiniteTimeSpan;

        // An operation ends its statements itself, and going from one limit to another and back is four system calls for each.
        settings.CommandTimeout = 0;
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

    public NpgsqlBatchCommand? Identify(OperationContext operation, Relation? root)
    {
        var caller = operation.Caller as Principal;
        var role = caller is null ? DatabaseRole.Resting : DatabaseRole.Of[caller.Role];
        if (caller is not { Role: Role.Team })
        {
            // The text is one of those above.
#pragma warning disable CA2100
            return new NpgsqlBatchCommand(SetRole[role]);
#pragma warning restore CA2100
        }

        var teams = $"{{{string.Join(',', caller.Teams.Select(team => team.ToString(CultureInfo.InvariantCulture)))}}}";
        return new NpgsqlBatchCommand(SetIdentity) { Parameters = { Text(role), Text(teams), Text(CallerViews.BeginsWith(caller, root) ?? "") } };
    }

    /// <summary>What is wrong with the protection of rows; null when nothing is.</summary>
    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        var problem = await FindProblemAsync(connection, cancellationToken);
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

    private static void Check(NpgsqlConnection connection) => throw new NotSupportedException("Connections for reading are opened asynchronously.");

    private async Task CheckAsync(NpgsqlConnection connection)
    {
        if (await FindProblemAsync(connection, CancellationToken.None) is { } problem)
        {
            throw Unprotected(problem);
        }
    }

    private async Task<string?> FindProblemAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_checkLimit);
        try
        {
            return await RowRuleCheck.FindProblemAsync(connection, limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NpgsqlException("The check of the row rules took too long.", new TimeoutException(exception.Message, exception));
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
