using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>A statement that was sent: its connection and its rows. Every statement of a relation goes through here.</summary>
internal sealed class StatementReading : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _batch;
    private NpgsqlDataReader? _reader;
    private bool _isWhole;

    private StatementReading(NpgsqlConnection connection, StatementObservation? observation)
    {
        _connection = connection;
        Observation = observation;
        _batch = connection.CreateBatch();
        // The operation's own time ends it, by its token.
        _batch.Timeout = 0;
    }

    public NpgsqlDataReader Reader => _reader ?? throw new InvalidOperationException("The statement was not sent.");

    /// <summary>What counts the rows; null when nobody does.</summary>
    public StatementObservation? Observation { get; }

    public static async ValueTask<StatementReading> OpenAsync(
        OperationContext operation, Statement statement, BoundRequest request, GivenRows given, CancellationToken cancellationToken)
    {
        var database = operation.Services.GetRequiredService<IRelationDatabase>();
        var observation = operation.Services.GetService<IRelationObserver>()?.Observe(operation, given);
        StatementReading reading;
        try
        {
            reading = new StatementReading(await database.OpenAsync(operation, cancellationToken), observation);
        }
        catch
        {
            observation?.End(isWhole: false);
            throw;
        }

        try
        {
            await reading.SendAsync(database.Identify(operation, statement.Root), Command(statement, request), cancellationToken);
            return reading;
        }
        catch
        {
            await reading.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says that all was written that was read for.</summary>
    public void Complete() => _isWhole = true;

    /// <summary>Ends the statement. Disposing reads what is left of the rows, which may be millions: this comes before it when they are not wanted.</summary>
    public void Cancel() => _batch.Cancel();

    public async ValueTask DisposeAsync()
    {
        // First, as nothing is written any more and what follows may fail.
        Observation?.End(_isWhole);
        if (_reader is not null)
        {
            await _reader.DisposeAsync();
        }

        await _batch.DisposeAsync();
        await _connection.DisposeAsync();
    }

    // One batch is one message and, without a transaction around it, one transaction.
    private async ValueTask SendAsync(NpgsqlBatchCommand? identity, NpgsqlBatchCommand statement, CancellationToken cancellationToken)
    {
        if (identity is not null)
        {
            _batch.BatchCommands.Add(identity);
        }

        _batch.BatchCommands.Add(statement);
        try
        {
            _reader = await _batch.ExecuteReaderAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.NumericValueOutOfRange or PostgresErrorCodes.DatetimeFieldOverflow)
        {
            throw new GraphQLException("A value that is worked out, such as a sum, is larger than its type can hold.", ErrorCodes.InvalidValue);
        }

        if (identity is not null)
        {
            await _reader.NextResultAsync(cancellationToken);
        }
    }

    private static NpgsqlBatchCommand Command(Statement statement, BoundRequest request)
    {
        // The text is made by StatementCompiler from names of relations and numbered parameters; no caller's text is in it.
#pragma warning disable CA2100
        var command = new NpgsqlBatchCommand(statement.Sql);
#pragma warning restore CA2100
        foreach (var parameter in request.TakeParameters())
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
