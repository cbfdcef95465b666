using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Data.Tables;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>How one object is written: its fields in response order.</summary>
/// <param name="counter">What counts it, if anything does: see <see cref="GivenRelation"/>.</param>
internal sealed class ObjectPlan(int counter)
{
    public List<FieldWriter> Fields { get; } = [];

    public void Write(in Row row, RowContext context)
    {
        var json = context.Json;
        context.Count(counter);
        json.WriteStartObject();
        WriteFields(row, context);
        json.WriteEndObject();
    }

    /// <summary>The cells of the object in a table, in the order of its fields.</summary>
    public IEnumerable<Cell> Cells() => Fields.SelectMany(field => field.Cells());

    /// <summary>The linked rows whose columns are cells of a table, and what counts them: there no object is written.</summary>
    public IEnumerable<LinkedRow> LinkedRows() => Fields.SelectMany(field => field.LinkedRows());

    /// <summary>Writes the fields without the braces.</summary>
    public void WriteFields(in Row row, RowContext context)
    {
        foreach (var field in Fields)
        {
            context.Json.WritePropertyName(field.ResponseName);
            field.Write(row, context);
        }
    }

    public void WriteArray(RecordArray records, RowContext context)
    {
        context.Json.WriteStartArray();
        var index = 0;
        foreach (var record in records)
        {
            context.Enter(index++);
            Write(record, context);
            context.Leave();
        }

        context.Json.WriteEndArray();
    }
}

/// <summary>A row that a to-one link leads to: there unless the slot is NULL.</summary>
internal readonly record struct LinkedRow(int PresenceSlot, int Counter);
