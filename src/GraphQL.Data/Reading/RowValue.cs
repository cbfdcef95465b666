using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>One row found by its key, or null.</summary>
internal sealed class RowValue(FieldContext field, RowPlan plan, Statement statement, BoundRequest request) : StreamedValue
{
    public override async ValueTask WriteAsync(ResponseWriter writer, CancellationToken cancellationToken)
    {
        await using var reading = await StatementReading.OpenAsync(field.Operation, statement, request, plan.Given, cancellationToken);
        if (!await reading.Reader.ReadAsync(cancellationToken))
        {
            writer.Json.WriteNullValue();
            reading.Complete();
            return;
        }

        using var buffer = new RowBuffer(statement.ColumnCount);
        buffer.Read(reading.Reader);
        plan.Row.Write(buffer.From(statement.FirstSlot), new RowContext(writer, field.Path, reading.Observation));
        reading.Complete();
    }
}
