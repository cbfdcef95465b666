using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.Data.Sql;
using HealthGraph.GraphQL.TypeSystem;
using NpgsqlTypes;

namespace HealthGraph.GraphQL.Data.Columns;

internal class TextColumnType : ColumnType
{
    public override NamedType GraphQLType => SpecifiedScalars.String;

    public override FilterKind FilterKind => FilterKind.Text;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Text;

    // The server's encoding is UTF-8, and its text never holds a zero byte: the bytes go from the socket to the response.
    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells)
    {
        cells.WriteText(value);
        return true;
    }

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        json.WriteStringValue(value);
        return true;
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value);

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Cast<string>().ToArray();
}

internal sealed class FixedTextColumnType : TextColumnType
{
    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json) => base.TryWrite(value.TrimEnd((byte)' '), json);

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells) => base.TryWriteCell(value.TrimEnd((byte)' '), cells);

    // To LIKE the blanks that pad it are part of it: as text they are gone, as they are where it is shown.
    public override string AsText(string expression) => $"{expression}::text";

    // bpchar: compared as the column itself is, blanks at the end ignored, and its index used.
    public override NpgsqlDbType ParameterType => NpgsqlDbType.Char;
}

internal class TextEnumColumnType : ColumnType
{
    private readonly EnumType _type;
    private readonly Dictionary<string, JsonEncodedText>.AlternateLookup<ReadOnlySpan<char>> _names;
    private readonly int _longest;

    public TextEnumColumnType(EnumType type)
    {
        _type = type;
        _names = type.Values.ToDictionary(value => (string)value.Value, value => JsonEncodedText.Encode(value.Name))
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _longest = type.Values.Max(value => Encoding.UTF8.GetByteCount((string)value.Value));
    }

    public override NamedType GraphQLType => _type;

    public override FilterKind FilterKind => FilterKind.Choice;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Text;

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

    public override string SpecialText(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value);

    public override bool CanShow(ReadOnlySpan<byte> value) => TryFind(value, out _);

    private bool TryFind(ReadOnlySpan<byte> value, out JsonEncodedText name)
    {
        name = default;
        if (value.Length > _longest)
        {
            return false;
        }

        Span<char> text = stackalloc char[value.Length];
        var length = Encoding.UTF8.GetChars(value, text);
        return _names.TryGetValue(text[..length], out name);
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value);

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Cast<string>().ToArray();
}

internal sealed class EnumColumnType(EnumType type, string schemaName, string typeName) : TextEnumColumnType(type)
{
    // As text of unknown type, which the server reads as a label of the column's type.
    public override NpgsqlDbType ParameterType => NpgsqlDbType.Unknown;

    public override string ArrayCast { get; } = $"{Identifier.Table(schemaName, typeName)}[]";

    public override object ToArrayParameter(IReadOnlyList<object> arguments) =>
        $"{{{string.Join(',', arguments.Cast<string>().Select(label => $"\"{label.Replace(@"\", @"\\").Replace("\"", "\\\"")}\""))}}}";
}
