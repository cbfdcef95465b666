using System.Text.Json;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Scalars;
using NpgsqlTypes;

namespace HealthGraph.GraphQL.Data.Columns;

internal sealed class DateColumnType : ColumnType
{
    public override NamedType GraphQLType => ExtendedScalars.LocalDate;

    public override FilterKind FilterKind => FilterKind.Comparable;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Date;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells) =>
        cells.TryAdvance(PostgresBinary.FormatDate(value, cells.GetSpan(10)));

    public override bool CanShow(ReadOnlySpan<byte> value) => PostgresBinary.FormatDate(value, stackalloc byte[10]) > 0;

    public override string SpecialText(ReadOnlySpan<byte> value) => SpecialDates.Date(PostgresBinary.Int32(value));

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        Span<byte> text = stackalloc byte[10];
        if (PostgresBinary.FormatDate(value, text) == 0)
        {
            return false;
        }

        json.WriteStringValue(text);
        return true;
    }

    // As the server counts days: Npgsql would turn the first and the last day of the calendar into the infinities, and knows no others.
    public override object ReadParameter(ReadOnlySpan<byte> value) => PostgresBinary.Int32(value);

    public override object ToParameter(object argument) => PostgresBinary.Days((DateOnly)argument);

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Select(ToParameter).Cast<int>().ToArray();
}

internal sealed class TimeColumnType : ColumnType
{
    public override NamedType GraphQLType => ExtendedScalars.LocalTime;

    public override FilterKind FilterKind => FilterKind.Comparable;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Time;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells) =>
        cells.TryAdvance(PostgresBinary.FormatTime(value, cells.GetSpan(16)));

    public override bool CanShow(ReadOnlySpan<byte> value) => PostgresBinary.FormatTime(value, stackalloc byte[16]) > 0;

    public override string SpecialText(ReadOnlySpan<byte> value) => "24:00:00";

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        Span<byte> text = stackalloc byte[16];
        var length = PostgresBinary.FormatTime(value, text);
        if (length == 0)
        {
            return false;
        }

        json.WriteStringValue(text[..length]);
        return true;
    }

    // 24:00 is a time of day to the server alone.
    public override object ReadParameter(ReadOnlySpan<byte> value) => PostgresBinary.Int64(value);

    public override object ToParameter(object argument) => ((TimeOnly)argument).Ticks / TimeSpan.TicksPerMicrosecond;

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Select(ToParameter).Cast<long>().ToArray();
}

internal sealed class TimestamptzColumnType : ColumnType
{
    public override NamedType GraphQLType => ExtendedScalars.DateTime;

    public override FilterKind FilterKind => FilterKind.Comparable;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.TimestampTz;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells) =>
        cells.TryAdvance(PostgresBinary.FormatTimestamp(value, cells.GetSpan(32)));

    public override bool CanShow(ReadOnlySpan<byte> value) => PostgresBinary.FormatTimestamp(value, stackalloc byte[32]) > 0;

    public override string SpecialText(ReadOnlySpan<byte> value) => SpecialDates.Timestamp(PostgresBinary.Int64(value));

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        Span<byte> text = stackalloc byte[32];
        var length = PostgresBinary.FormatTimestamp(value, text);
        if (length == 0)
        {
            return false;
        }

        json.WriteStringValue(text[..length]);
        return true;
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => PostgresBinary.Int64(value);

    public override object ToParameter(object argument) => PostgresBinary.Microseconds(((DateTimeOffset)argument).UtcDateTime);

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Select(ToParameter).Cast<long>().ToArray();
}

internal sealed class TimestampColumnType : ColumnType
{
    public override NamedType GraphQLType => ExtendedScalars.LocalDateTime;

    public override FilterKind FilterKind => FilterKind.Comparable;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Timestamp;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells) =>
        PostgresBinary.FormatTimestamp(value, cells.GetSpan(32)) is var length and > 0 && cells.TryAdvance(length - 1);

    public override bool CanShow(ReadOnlySpan<byte> value) => PostgresBinary.FormatTimestamp(value, stackalloc byte[32]) > 0;

    public override string SpecialText(ReadOnlySpan<byte> value) => SpecialDates.Timestamp(PostgresBinary.Int64(value)).Replace("+00", "");

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        Span<byte> text = stackalloc byte[32];
        var length = PostgresBinary.FormatTimestamp(value, text);
        if (length == 0)
        {
            return false;
        }

        // All but the Z.
        json.WriteStringValue(text[..(length - 1)]);
        return true;
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => PostgresBinary.Int64(value);

    public override object ToParameter(object argument) => PostgresBinary.Microseconds((DateTime)argument);

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Select(ToParameter).Cast<long>().ToArray();
}

internal sealed class IntervalColumnType : ColumnType
{
    public override NamedType GraphQLType => ExtendedScalars.Duration;

    public override FilterKind FilterKind => FilterKind.Comparable;

    public override NpgsqlDbType ParameterType => NpgsqlDbType.Interval;

    public override ColumnType SumType => this;

    public override ColumnType AverageType => this;

    public override bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells) =>
        cells.TryAdvance(PostgresBinary.FormatInterval(value, cells.GetSpan(128)));

    public override bool CanShow(ReadOnlySpan<byte> value) => PostgresBinary.FormatInterval(value, stackalloc byte[128]) > 0;

    public override string SpecialText(ReadOnlySpan<byte> value) => PostgresBinary.Int64(value) < 0 ? "-infinity" : "infinity";

    public override bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        Span<byte> text = stackalloc byte[128];
        var length = PostgresBinary.FormatInterval(value, text);
        if (length == 0)
        {
            return false;
        }

        json.WriteStringValue(text[..length]);
        return true;
    }

    public override object ReadParameter(ReadOnlySpan<byte> value) => PostgresBinary.Interval(value);

    public override object ToParameter(object argument) => new NpgsqlInterval(0, 0, ((TimeSpan)argument).Ticks / TimeSpan.TicksPerMicrosecond);

    public override object ToArrayParameter(IReadOnlyList<object> arguments) => arguments.Select(ToParameter).Cast<NpgsqlInterval>().ToArray();
}
