using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Sql;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;

namespace HealthGraph.GraphQL.Data.Reading;

/// <summary>The rows of one relation among <c>nodes</c>: read by one statement when the first of them is written.</summary>
internal sealed class NodeBatch(FieldContext field, RowPlan plan)
{
    private readonly List<IReadOnlyList<object>> _keys = [];
    private readonly List<int> _places = [];
    private readonly Lock _gate = new();
    private Task<NodeRow[]>? _rows;

    /// <summary>The value at a place of the list.</summary>
    public StreamedValue Add(IReadOnlyList<object> key, int place)
    {
        _keys.Add(key);
        _places.Add(place);
        return new NodeValue(this, _keys.Count - 1);
    }

    private Task<NodeRow[]> RowsAsync()
    {
        lock (_gate)
        {
            return _rows ??= ReadAsync(field.CancellationToken);
        }
    }

    private async Task<NodeRow[]> ReadAsync(CancellationToken cancellationToken)
    {
        var binder = new RequestBinder(field.Operation);
        binder.BindRows(plan, _keys);
        field.Operation.DemandAccess(plan.Relations, binder.Request.Relations);
        var statement = plan.Statements.GetOrAdd(binder.Request, StatementCompiler.CompileRows, plan);

        var rows = new NodeRow[_keys.Count];
        await using var writer = ResponseWriter.InMemory();
        await using var reading = await StatementReading.OpenAsync(field.Operation, statement, binder.Request, plan.Given, cancellationToken);
        using var buffer = new RowBuffer(statement.ColumnCount);
        while (await reading.Reader.ReadAsync(cancellationToken))
        {
            buffer.Read(reading.Reader);
            var row = (int)PostgresBinary.Int64(buffer.Row[0]) - 1;
            rows[row] = Write(buffer, statement, row, writer, reading.Observation);
        }

        reading.Complete();
        return rows;
    }

    private NodeRow Write(RowBuffer buffer, Statement statement, int row, ResponseWriter writer, StatementObservation? observation)
    {
        try
        {
            plan.Row.Write(buffer.From(statement.FirstSlot), new RowContext(writer, field.Path.Append(_places[row]), observation));
            return new NodeRow(writer.Take(), null);
        }
        catch (GraphQLException failure)
        {
            // The others stand: what was written of this one goes.
            _ = writer.Take();
            return new NodeRow(null, failure);
        }
    }

    /// <summary>A row, or why it cannot be shown; neither when there is none.</summary>
    private readonly record struct NodeRow(WrittenItem? Item, GraphQLException? Failure);

    private sealed class NodeValue(NodeBatch batch, int row) : StreamedValue
    {
        public override async ValueTask WriteAsync(ResponseWriter writer, CancellationToken cancellationToken)
        {
            var rows = await batch.RowsAsync();
            if (rows[row].Failure is { } failure)
            {
                throw new GraphQLException(failure.Error);
            }

            if (rows[row].Item is not { } item)
            {
                writer.Json.WriteNullValue();
                return;
            }

            writer.Json.WriteRawValue(item.Json.Span, skipInputValidation: true);
            foreach (var error in item.Errors)
            {
                writer.AddError(error);
            }
        }
    }
}
