using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.TypeSystem;
using NpgsqlTypes;

namespace HealthGraph.GraphQL.Data.Columns;

/// <summary>An array of another type's values, shown as a list. Of arrays with several dimensions the elements are shown, one after the other.</summary>
internal sealed class ListColumnType(ColumnType element, bool mayHoldNulls, bool isGroupable = false) : ColumnType
{
    public override NamedType GraphQLType => element.GraphQLType;

    public override ColumnType ElementType => element;

    public override bool HasNullElements => mayHoldNulls;

    public override FilterKind FilterKind => element.FilterKind == FilterKind.None ? FilterKind.None : FilterKind.List;

    public override NpgsqlDbType ParameterType =>
        element.ParameterType == NpgsqlDbType.Unknown ? NpgsqlDbType.Unknown : NpgsqlDbType.Array | element.ParameterType;

    public override bool IsSortable => false;

    public override bool IsGroupable => isGroupable;

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        if (!CanShow(value))
        {
            return false;
        }

        json.WriteStartArray();
        foreach (var item in new PostgresArray(value))
        {
            if (item.IsNull)
            {
                json.WriteNullValue();
            }
            else
            {
                _ = element.TryWrite(item.Value, json);
            }
        }

        json.WriteEndArray();
        return true;
    }

    // In one cell, as a spreadsheet can take it apart again.
    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells)
    {
        if (!CanShow(value))
        {
            return false;
        }

        cells.BeginList();
        foreach (var item in new PostgresArray(value))
        {
            cells.BeginItem();
            if (!item.IsNull)
            {
                _ = element.TryWriteCell(item.Value, cells);
            }
        }

        cells.EndList();
        return true;
    }

    public override bool CanShow(ReadOnlySpan<byte> value)
    {
        foreach (var item in new PostgresArray(value))
        {
            if (item.IsNull ? !mayHoldNulls : !element.CanShow(item.Value))
            {
                return false;
            }
        }

        return true;
    }

    public override string SpecialText(ReadOnlySpan<byte> value)
    {
        using var cells = new CellWriter(columns: 2);
        var texts = new List<string>();
        foreach (var item in new PostgresArray(value))
        {
            cells.Clear();
            texts.Add(item.IsNull ? "NULL" : element.TryWriteCell(item.Value, cells) ? Encoding.UTF8.GetString(cells.Written.Span) : element.SpecialText(item.Value));
        }

        return string.Join(';', texts);
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => throw new InvalidOperationException("Rows are not ordered by a list.");

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => element.ToArrayParameter(arguments);
}
