using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Scalars;
using NpgsqlTypes;

namespace HealthGraph.GraphQL.Data.Columns;

internal sealed class BooleanColumnType : ColumnType
{
    public override NamedType GraphQLType => SpecifiedScalars.Boolean;

    public override FilterKind FilterKind => FilterKind.Equality;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Boolean;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells)
    {
        cells.WritePlain(value[0] != 0 ? "true"u8 : "false"u8);
        return true;
    }

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        json.WriteBooleanValue(value[0] != 0);
        return true;
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => value[0] != 0;

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Cast<bool>().ToArray();
}

internal sealed class Int2ColumnType : ColumnType
{
    public override NamedType GraphQLType => ExtendedScalars.Short;

    public override FilterKind FilterKind => FilterKind.Comparable;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Smallint;

    public override ColumnType SumType => ColumnTypes.Int8;

    public override ColumnType AverageType => ColumnTypes.Numeric;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells)
    {
        cells.WriteNumber(PostgresBinary.Int16(value));
        return true;
    }

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        json.WriteNumberValue(PostgresBinary.Int16(value));
        return true;
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => PostgresBinary.Int16(value);

    public override object ToParameter(object argument) => Convert.ToInt16(argument, CultureInfo.InvariantCulture);

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Select(ToParameter).Cast<short>().ToArray();
}

internal sealed class Int4ColumnType : ColumnType
{
    public override NamedType GraphQLType => SpecifiedScalars.Int;

    public override FilterKind FilterKind => FilterKind.Comparable;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Integer;

    public override ColumnType SumType => ColumnTypes.Int8;

    public override ColumnType AverageType => ColumnTypes.Numeric;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells)
    {
        cells.WriteNumber(PostgresBinary.Int32(value));
        return true;
    }

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        json.WriteNumberValue(PostgresBinary.Int32(value));
        return true;
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => PostgresBinary.Int32(value);

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Cast<int>().ToArray();
}

internal sealed class Int8ColumnType : ColumnType
{
    public override NamedType GraphQLType => ExtendedScalars.Long;

    public override FilterKind FilterKind => FilterKind.Comparable;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Bigint;

    public override ColumnType SumType => ColumnTypes.Numeric;

    public override ColumnType AverageType => ColumnTypes.Numeric;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells)
    {
        cells.WriteNumber(PostgresBinary.Int64(value));
        return true;
    }

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        json.WriteNumberValue(PostgresBinary.Int64(value));
        return true;
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => PostgresBinary.Int64(value);

    public override object ToParameter(object argument) => Convert.ToInt64(argument, CultureInfo.InvariantCulture);

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Select(ToParameter).Cast<long>().ToArray();
}

internal sealed class Float4ColumnType : ColumnType
{
    public override NamedType GraphQLType => SpecifiedScalars.Float;

    public override FilterKind FilterKind => FilterKind.Comparable;

    // As what it is: 0.1 of a real is another number than 0.1 of a double.
    public override NpgsqlDbType ParameterType => NpgsqlDbType.Real;

    public override ColumnType SumType => ColumnTypes.Float8;

    // The server adds reals up as reals: seven digits, and no number beyond 3.4e38.
    public override string AsSummand(string expression) => $"{expression}::float8";

    public override ColumnType AverageType => ColumnTypes.Float8;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells)
    {
        var number = BinaryPrimitives.ReadSingleBigEndian(value);
        return float.IsFinite(number)
            && number.TryFormat(cells.GetSpan(32), out var length, default, CultureInfo.InvariantCulture)
            && cells.TryAdvance(length);
    }

    public override bool CanShow(ReadOnlySpan<byte> value) => float.IsFinite(BinaryPrimitives.ReadSingleBigEndian(value));

    public override string SpecialText(ReadOnlySpan<byte> value) =>
        BinaryPrimitives.ReadSingleBigEndian(value).ToString(CultureInfo.InvariantCulture);

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        var number = BinaryPrimitives.ReadSingleBigEndian(value);
        if (!float.IsFinite(number))
        {
            return false;
        }

        json.WriteNumberValue(number);
        return true;
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadSingleBigEndian(value);

    public override object ToParameter(object argument) => (float)Convert.ToDouble(argument, CultureInfo.InvariantCulture);

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Select(ToParameter).Cast<float>().ToArray();
}

internal sealed class Float8ColumnType : ColumnType
{
    public override NamedType GraphQLType => SpecifiedScalars.Float;

    public override FilterKind FilterKind => FilterKind.Comparable;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Double;

    public override ColumnType SumType => ColumnTypes.Float8;

    public override ColumnType AverageType => ColumnTypes.Float8;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells)
    {
        var number = BinaryPrimitives.ReadDoubleBigEndian(value);
        return double.IsFinite(number)
            && number.TryFormat(cells.GetSpan(32), out var length, default, CultureInfo.InvariantCulture)
            && cells.TryAdvance(length);
    }

    public override bool CanShow(ReadOnlySpan<byte> value) => double.IsFinite(BinaryPrimitives.ReadDoubleBigEndian(value));

    public override string SpecialText(ReadOnlySpan<byte> value) =>
        BinaryPrimitives.ReadDoubleBigEndian(value).ToString(CultureInfo.InvariantCulture);

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        var number = BinaryPrimitives.ReadDoubleBigEndian(value);
        if (!double.IsFinite(number))
        {
            return false;
        }

        json.WriteNumberValue(number);
        return true;
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadDoubleBigEndian(value);

    public override object ToParameter(object argument) => Convert.ToDouble(argument, CultureInfo.InvariantCulture);

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Select(ToParameter).Cast<double>().ToArray();
}

internal sealed class NumericColumnType : ColumnType
{
    public override NamedType GraphQLType => ExtendedScalars.Decimal;

    public override FilterKind FilterKind => FilterKind.Comparable;

    // As text of unknown type, which the server reads as numeric: no digit is lost, however many there are.
    public override NpgsqlDbType ParameterType => NpgsqlDbType.Unknown;

    public override string ArrayCast => "numeric[]";

    public override ColumnType SumType => ColumnTypes.Numeric;

    public override ColumnType AverageType => ColumnTypes.Numeric;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells) =>
        cells.TryAdvance(NumericText.Format(value, cells.GetSpan(NumericText.MaxLength(value))));

    public override string SpecialText(ReadOnlySpan<byte> value) => NumericText.Special(value);

    public override bool CanShow(ReadOnlySpan<byte> value) => NumericText.IsNumber(value);

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        var room = NumericText.MaxLength(value);
        var rented = room > 256 ? ArrayPool<byte>.Shared.Rent(room) : null;
        Span<byte> text = rented ?? stackalloc byte[256];
        var length = NumericText.Format(value, text);
        if (length > 0)
        {
            json.WriteRawValue(text[..length], skipInputValidation: true);
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return length > 0;
    }

    public override object ReadParameter(ReadOnlySpan<byte> value)
    {
        var text = new byte[NumericText.MaxLength(value)];
        var length = NumericText.Format(value, text);
        return length > 0 ? Encoding.ASCII.GetString(text, 0, length) : NumericText.Special(value);
    }

    public override object ToParameter(object argument) => Convert.ToString(argument, CultureInfo.InvariantCulture)!;

    public override object ToArrayParameter(IReadOnlyList<object> arguments) =>
        $"{{{string.Join(',', arguments.Select(ToParameter))}}}";
}
