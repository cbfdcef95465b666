using System.Buffers.Text;
using System.Text.Json;
using HealthGraph.GraphQL.Data.Planning;
using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Data.Relations;

namespace HealthGraph.GraphQL.Data.Tables;

/// <summary>One column of a table: what it is called, and how it is written for a row.</summary>
internal abstract class Cell(string name)
{
    /// <summary>The response names that lead to it, with dots between.</summary>
    public string Name { get; private set; } = name;

    public abstract void Write(in Row row, CellContext context);

    /// <summary>The same cell as it is called from one level up.</summary>
    public Cell Under(string parent)
    {
        var cell = (Cell)MemberwiseClone();
        cell.Name = $"{parent}.{Name}";
        return cell;
    }
}

internal sealed class ConstantCell(string name, JsonEncodedText text) : Cell(name)
{
    public override void Write(in Row row, CellContext context) => context.Cells.WritePlain(text.EncodedUtf8Bytes);
}

internal sealed class ColumnCell(string name, Column column, int slot) : Cell(name)
{
    private readonly string _field = name;

    public override void Write(in Row row, CellContext context)
    {
        if (!row.IsNull(slot))
        {
            if (!column.Type.TryWriteCell(row[slot], context.Cells))
            {
                context.WriteText(column.Type.SpecialText(row[slot]));
            }
        }
        else if (column.IsNullable)
        {
            context.Cells.WriteNull();
        }
        else
        {
            throw context.Row.NonNullViolation(_field, column.FieldName, "has no value");
        }
    }
}

/// <summary>A cell of a linked row: empty where there is none.</summary>
internal sealed class LinkedCell(Cell cell, ToOne link, int presenceSlot) : Cell(cell.Name)
{
    public override void Write(in Row row, CellContext context)
    {
        if (!row.IsNull(presenceSlot))
        {
            cell.Write(row, context);
        }
        else if (link.IsNullable)
        {
            context.Cells.WriteNull();
        }
        else
        {
            throw context.Row.NonNullViolation(link.FieldName, link.FieldName, "leads to no row");
        }
    }
}

/// <summary>What no cell can hold in parts, such as a list: its JSON as text.</summary>
internal sealed class JsonCell(FieldWriter field) : Cell(field.Name)
{
    public override void Write(in Row row, CellContext context) => context.WriteJson(field, row);
}

/// <summary>The global id of a row.</summary>
internal sealed class GlobalIdCell(GlobalIdWriter field) : Cell(field.Name)
{
    public override void Write(in Row row, CellContext context)
    {
        var id = field.Read(row, context.Row);
        _ = Base64.EncodeToUtf8(id, context.Cells.GetSpan(Base64.GetMaxEncodedToUtf8Length(id.Length)), out _, out var length);
        _ = context.Cells.TryAdvance(length);
    }
}

/// <summary>The cursor of a row.</summary>
internal sealed class CursorCell(string name) : Cell(name)
{
    public override void Write(in Row row, CellContext context) => context.WriteText(context.Rows.CurrentCursor);
}
