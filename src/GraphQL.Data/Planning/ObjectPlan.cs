using HealthGraph.GraphQL.Data.Reading;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>How one object is written: its fields in response order.</summary>
internal sealed class ObjectPlan
{
    public List<FieldWriter> Fields { get; } = [];

    public void Write(in Row row, RowContext context)
    {
        var json = context.Json;
        json.WriteStartObject();
        foreach (var field in Fields)
        {
            json.WritePropertyName(field.ResponseName);
            field.Write(row, context);
        }

        json.WriteEndObject();
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
