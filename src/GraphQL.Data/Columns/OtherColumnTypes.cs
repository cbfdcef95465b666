using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Scalars;
using NpgsqlTypes;

namespace HealthGraph.GraphQL.Data.Columns;

internal sealed class UuidColumnType : ColumnType
{
    public override NamedType GraphQLType => ExtendedScalars.Uuid;

    public override FilterKind FilterKind => FilterKind.Comparable;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Uuid;

    // min(uuid) came with PostgreSQL 18.
    public override bool HasExtremes => false;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells) =>
        Utf8Formatter.TryFormat(new Guid(value, bigEndian: true), cells.GetSpan(36), out var length) && cells.TryAdvance(length);

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        json.WriteStringValue(new Guid(value, bigEndian: true));
        return true;
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => new Guid(value, bigEndian: true);

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Cast<Guid>().ToArray();
}

/// <summary>Types that are shown but neither filtered nor ordered.</summary>
internal abstract class DisplayColumnType : ColumnType
{
    public override FilterKind FilterKind => FilterKind.None;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Unknown;

    public override bool IsSortable => false;

    public override object ReadParameter(ReadOnlySpan<byte> value) =>
        throw new InvalidOperationException("A type that cannot be ordered has no place in a cursor.");

    public override object ToArrayParameter(IReadOnlyList<object> arguments) =>
        throw new InvalidOperationException("A type that cannot be filtered has no array parameter.");
}

internal sealed class JsonbColumnType : DisplayColumnType
{
    public override NamedType GraphQLType => ExtendedScalars.Any;

    // jsonb_send: one version byte, then the text, which the server has made and is JSON.
    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells)
    {
        cells.WriteText(value[1..]);
        return true;
    }

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        json.WriteRawValue(value[1..], skipInputValidation: true);
        return true;
    }
}

internal sealed class JsonColumnType : DisplayColumnType
{
    public override NamedType GraphQLType => ExtendedScalars.Any;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells)
    {
        cells.WriteText(value);
        return true;
    }

    // The text as somebody wrote it, which the server has checked. Lines end where rows and events do in some formats: none may stay.
    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        var rented = ArrayPool<byte>.Shared.Rent(value.Length);
        var length = 0;
        var inText = false;
        for (var i = 0; i < value.Length; i++)
        {
            if (!inText && value[i] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            rented[length++] = value[i];
            if (inText && value[i] == '\\')
            {
                rented[length++] = value[++i];
            }
            else if (value[i] == '"')
            {
                inText = !inText;
            }
        }

        json.WriteRawValue(rented.AsSpan(0, length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(rented);
        return true;
    }
}

internal sealed class ByteaColumnType : ColumnType
{
    public override NamedType GraphQLType => ExtendedScalars.Base64String;

    public override FilterKind FilterKind => FilterKind.Choice;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Bytea;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells)
    {
        if (value.IsEmpty)
        {
            cells.WriteText(value);
            return true;
        }

        _ = Base64.EncodeToUtf8(value, cells.GetSpan(Base64.GetMaxEncodedToUtf8Length(value.Length)), out _, out var length);
        return cells.TryAdvance(length);
    }

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        json.WriteBase64StringValue(value);
        return true;
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => value.ToArray();

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Cast<byte[]>().ToArray();
}
