using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>The statement of a page that stays open between payloads.</summary>
internal sealed class PageReading : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private NpgsqlCommand? _command;
    private NpgsqlDataReader? _reader;

    private PageReading(NpgsqlConnection connection) => _connection = connection;

    /// <summary>The rows, the first one read.</summary>
    public PageRows? Rows { get; private set; }

    public static async ValueTask<PageReading> OpenAsync(
        FieldContext field, Statement statement, BoundRequest request, PageArguments page, uint fingerprint, CancellationToken cancellationToken)
    {
        var database = field.Services.GetRequiredService<IRelationDatabase>();
        var reading = new PageReading(await database.OpenAsync(field.Operation, cancellationToken));
        try
        {
            reading._command = StatementCommand.Create(reading._connection, statement, request);
            reading._reader = await reading._command.ExecuteReaderAsync(cancellationToken);
            reading.Rows = new PageRows(reading._reader, statement, page, fingerprint, request.GroupLimits);
            await reading.Rows.ReadFirstAsync(cancellationToken);
            return reading;
        }
        catch
        {
            await reading.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Rows?.Dispose();
        if (_reader is not null)
        {
            await _reader.DisposeAsync();
        }

        if (_command is not null)
        {
            await _command.DisposeAsync();
        }

        await _connection.DisposeAsync();
    }
}
