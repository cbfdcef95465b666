using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.GraphQL.Data.Tables;

namespace HealthGraph.GraphQL.Data.Planning;

/// <summary>Writes one field of a row.</summary>
internal abstract class FieldWriter(string responseName)
{
    public string Name { get; } = responseName;

    public JsonEncodedText ResponseName { get; } = JsonEncodedText.Encode(responseName);

    public abstract void Write(in Row row, RowContext context);

    /// <summary>The cells of the field in a table: one, or one for each field below it.</summary>
    public abstract IEnumerable<Cell> Cells();

    /// <summary>The linked rows that those cells are of.</summary>
    public virtual IEnumerable<LinkedRow> LinkedRows() => [];
}

internal sealed class TypeNameWriter(string responseName, string typeName) : FieldWriter(responseName)
{
    private readonly JsonEncodedText _typeName = JsonEncodedText.Encode(typeName);

    public override void Write(in Row row, RowContext context) => context.Json.WriteStringValue(_typeName);

    public override IEnumerable<Cell> Cells() => [new ConstantCell(Name, _typeName)];
}

internal sealed class ColumnWriter(string responseName, Column column, int slot) : FieldWriter(responseName)
{
    public override void Write(in Row row, RowContext context)
    {
        if (row.IsNull(slot))
        {
            if (!column.IsNullable)
            {
                throw context.NonNullViolation(Name, column.FieldName, "has no value");
            }

            context.Json.WriteNullValue();
        }
        else if (!column.Type.TryWrite(row[slot], context.Json))
        {
            if (context.ShowsSpecialText)
            {
                context.Json.WriteStringValue(column.Type.SpecialText(row[slot]));
                return;
            }

            if (!column.IsNullable)
            {
                throw context.NonNullViolation(Name, column.FieldName, $"holds a value that {column.Type.GraphQLType} cannot represent");
            }

            context.Json.WriteNullValue();
            context.AddError(Name, $"The value cannot be represented as {column.Type.GraphQLType}.");
        }
    }

    public override IEnumerable<Cell> Cells() => [new ColumnCell(Name, column, slot)];
}

/// <summary>The global id of the row.</summary>
internal sealed class GlobalIdWriter(string responseName, Relation relation, IReadOnlyList<int> slots) : FieldWriter(responseName)
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(relation.TypeName + ":");

    public override void Write(in Row row, RowContext context) => context.Json.WriteBase64StringValue(Read(row, context));

    public override IEnumerable<Cell> Cells() => [new GlobalIdCell(this)];

    /// <summary>The type and the key, before they become base64.</summary>
    public ReadOnlySpan<byte> Read(in Row row, RowContext context)
    {
        var text = context.KeyText;
        text.Begin(_prefix);
        for (var i = 0; i < slots.Count; i++)
        {
            if (i > 0)
            {
                text.AddSeparator();
            }

            var column = relation.Key[i];
            if (row.IsNull(slots[i]) || !text.TryAdd(column.Type, row[slots[i]], escaped: slots.Count > 1))
            {
                throw context.NonNullViolation(Name, NodeTypes.IdField, $"has a {column.FieldName} that an id cannot hold");
            }
        }

        return text.Written;
    }
}

/// <summary>Columns of the same row under one name.</summary>
internal sealed class PartWriter(string responseName, ObjectPlan part) : FieldWriter(responseName)
{
    public override void Write(in Row row, RowContext context)
    {
        context.Enter(Name);
        part.Write(row, context);
        context.Leave();
    }

    public override IEnumerable<Cell> Cells() => part.Cells().Select(cell => cell.Under(Name));

    public override IEnumerable<LinkedRow> LinkedRows() => part.LinkedRows();
}

internal sealed class ToOneWriter(string responseName, ToOne link, int presenceSlot, int counter, ObjectPlan target) : FieldWriter(responseName)
{
    public override void Write(in Row row, RowContext context)
    {
        if (!row.IsNull(presenceSlot))
        {
            context.Enter(Name);
            target.Write(row, context);
            context.Leave();
        }
        else if (link.IsNullable)
        {
            context.Json.WriteNullValue();
        }
        else
        {
            throw context.NonNullViolation(Name, link.FieldName, "leads to no row");
        }
    }

    public override IEnumerable<Cell> Cells() => target.Cells().Select(cell => new LinkedCell(cell, link, presenceSlot).Under(Name));

    public override IEnumerable<LinkedRow> LinkedRows() => [new(presenceSlot, counter), .. target.LinkedRows()];
}

/// <summary>A number of rows: what <c>count(*)</c> gives.</summary>
internal sealed class CountWriter(string responseName, int slot) : FieldWriter(responseName)
{
    public override void Write(in Row row, RowContext context) => context.Json.WriteNumberValue(PostgresBinary.Int64(row[slot]));

    public override IEnumerable<Cell> Cells() => [new JsonCell(this)];
}

internal sealed class ToManyWriter(string responseName, int slot, int width, ObjectPlan element) : FieldWriter(responseName)
{
    public override void Write(in Row row, RowContext context)
    {
        context.Enter(Name);
        element.WriteArray(new RecordArray(row[slot], width), context);
        context.Leave();
    }

    public override IEnumerable<Cell> Cells() => [new JsonCell(this)];
}
