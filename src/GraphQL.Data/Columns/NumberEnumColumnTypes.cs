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

    public override bool CanShow(ReadOnlySpan<byte> value) => TryFind(value, out _);

    private bool TryFind(ReadOnlySpan<byte> value, out JsonEncodedText name) => _names.TryGetValue(PostgresBinary.Int32(value), out name);
}
