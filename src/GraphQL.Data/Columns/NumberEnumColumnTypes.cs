using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using HealthGraph.GraphQL.TypeSystem;
using NpgsqlTypes;

namespace HealthGraph.GraphQL.Data.Columns;

internal sealed class NumberEnumColumnType(EnumType type) : ColumnType
{
    private readonly Dictionary<int, JsonEncodedText> _names =
        type.Values.ToDictionary(value => (int)value.Value, value => JsonEncodedText.Encode(value.Name));

    public override NamedType GraphQLType => type;

    public override FilterKind FilterKind => FilterKind.Choice;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Integer;

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        if (!TryFind(value, out var name))
        {
            return false;
        }

        json.WriteStringValue(name);
        return true;
    }

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells)
    {
        if (!TryFind(value, out var name))
        {
            return false;
        }

        cells.WritePlain(name.EncodedUtf8Bytes);
        return true;
    }

    public override string SpecialText(ReadOnlySpan<byte> value) => PostgresBinary.Int32(value).ToString(CultureInfo.InvariantCulture);

    public override object ReadParameter(ReadOnlySpan<byte> value) => PostgresBinary.Int32(value);

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Cast<int>().ToArray();

    internal bool TryFind(ReadOnlySpan<byte> value, out JsonEncodedText name) => _names.TryGetValue(PostgresBinary.Int32(value), out name);
}

/// <remarks>array_send: dimensions, whether there are NULLs, the elements' type, length and lower bound of each dimension, then the elements.</remarks>
internal sealed class NumberEnumListColumnType(EnumType type) : ColumnType
{
    private const int DimensionsEnd = 12;
    private const int HeaderEnd = 20;

    private readonly NumberEnumColumnType _element = new(type);

    public override NamedType GraphQLType => type;

    public override ColumnType ElementType => _element;

    public override FilterKind FilterKind => FilterKind.List;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Array | NpgsqlDbType.Integer;

    public override bool IsSortable => false;

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        if (!HasOnlyKnown(value))
        {
            return false;
        }

        json.WriteStartArray();
        for (var elements = Elements(value); elements.Length > 0; elements = elements[Length(elements)..])
        {
            _ = _element.TryFind(elements[4..], out var name);
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        return true;
    }

    // In one cell, as a spreadsheet can take it apart again.
    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells)
    {
        if (!HasOnlyKnown(value))
        {
            return false;
        }

        var isFirst = true;
        for (var elements = Elements(value); elements.Length > 0; elements = elements[Length(elements)..])
        {
            if (!isFirst)
            {
                cells.WritePlain(";"u8);
            }

            _ = _element.TryFind(elements[4..], out var name);
            cells.WritePlain(name.EncodedUtf8Bytes);
            isFirst = false;
        }

        return true;
    }

    public override string SpecialText(ReadOnlySpan<byte> value)
    {
        var numbers = new List<string>();
        for (var elements = Elements(value); elements.Length > 0; elements = elements[Length(elements)..])
        {
            numbers.Add(Length(elements) == 8 ? PostgresBinary.Int32(elements[4..]).ToString(CultureInfo.InvariantCulture) : "NULL");
        }

        return string.Join(';', numbers);
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => throw new InvalidOperationException("Rows are not ordered by a list.");

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Cast<int>().ToArray();

    private bool HasOnlyKnown(ReadOnlySpan<byte> value)
    {
        for (var elements = Elements(value); elements.Length > 0; elements = elements[Length(elements)..])
        {
            if (Length(elements) != 8 || !_element.TryFind(elements[4..], out _))
            {
                return false;
            }
        }

        return true;
    }

    private static ReadOnlySpan<byte> Elements(ReadOnlySpan<byte> value)
    {
        var dimensions = BinaryPrimitives.ReadInt32BigEndian(value);
        return dimensions == 0 ? [] : value[(DimensionsEnd + ((HeaderEnd - DimensionsEnd) * dimensions))..];
    }

    // With the four bytes that tell it; NULL has no more than those.
    private static int Length(ReadOnlySpan<byte> element) => 4 + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(element));
}
