using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>One row found by its key, or null.</summary>
internal sealed class RowValue(FieldContext field, RowPlan plan, Statement statement, BoundRequest request) : StreamedValue
{
    public override async ValueTask WriteAsync(ResponseWriter writer, CancellationToken cancellationToken)
    {
        await using var connection = await field.Services.GetRequiredService<IRelationDatabase>().OpenAsync(field.Operation, cancellationToken);
        await using var command = StatementCommand.Create(connection, statement, request);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            writer.Json.WriteNullValue();
            return;
        }

        using var buffer = new RowBuffer(statement.ColumnCount);
        buffer.Read(reader);
        plan.Row.Write(buffer.From(statement.FirstSlot), new RowContext(writer, field.Path));
    }
}

internal static class StatementCommand
{
    public static NpgsqlCommand Create(NpgsqlConnection connection, Statement statement, BoundRequest request)
    {
        // The text is made by StatementCompiler from names of relations and numbered parameters; no caller's text is in it.
#pragma warning disable CA2100
        var command = new NpgsqlCommand(statement.Sql, connection);
#pragma warning restore CA2100
        foreach (var parameter in request.TakeParameters())
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
