using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Data.Columns;

/// <summary>The column types, by PostgreSQL's names.</summary>
public static class ColumnTypes
{
    /// <summary><c>text</c>, <c>varchar</c>: any text.</summary>
    public static ColumnType Text { get; } = new TextColumnType();

    /// <summary><c>char(n)</c>: shown without the blanks that pad it.</summary>
    public static ColumnType FixedText { get; } = new FixedTextColumnType();

    /// <summary><c>uuid</c>.</summary>
    public static ColumnType Uuid { get; } = new UuidColumnType();

    /// <summary><c>boolean</c>.</summary>
    public static ColumnType Bool { get; } = new BooleanColumnType();

    /// <summary><c>smallint</c>.</summary>
    public static ColumnType Int2 { get; } = new Int2ColumnType();

    /// <summary><c>integer</c>.</summary>
    public static ColumnType Int4 { get; } = new Int4ColumnType();

    /// <summary><c>bigint</c>.</summary>
    public static ColumnType Int8 { get; } = new Int8ColumnType();

    /// <summary><c>real</c>.</summary>
    public static ColumnType Float4 { get; } = new Float4ColumnType();

    /// <summary><c>double precision</c>.</summary>
    public static ColumnType Float8 { get; } = new Float8ColumnType();

    /// <summary><c>numeric</c>: every digit and the scale are kept.</summary>
    public static ColumnType Numeric { get; } = new NumericColumnType();

    /// <summary><c>date</c>.</summary>
    public static ColumnType Date { get; } = new DateColumnType();

    /// <summary><c>time</c> without time zone.</summary>
    public static ColumnType Time { get; } = new TimeColumnType();

    /// <summary><c>timestamptz</c>, written in UTC.</summary>
    public static ColumnType Timestamptz { get; } = new TimestamptzColumnType();

    /// <summary><c>timestamp</c> without time zone: in no zone, and none is made up for it.</summary>
    public static ColumnType Timestamp { get; } = new TimestampColumnType();

    /// <summary><c>interval</c>, as an ISO 8601 duration.</summary>
    public static ColumnType Interval { get; } = new IntervalColumnType();

    /// <summary><c>jsonb</c>, passed on as it is.</summary>
    public static ColumnType Jsonb { get; } = new JsonbColumnType();

    /// <summary><c>json</c>, passed on without the blanks between its tokens.</summary>
    public static ColumnType Json { get; } = new JsonColumnType();

    /// <summary><c>bytea</c>, as Base64.</summary>
    public static ColumnType Bytea { get; } = new ByteaColumnType();

    /// <summary>An enum type of the database, shown as an enum whose values' <see cref="EnumValue.Value"/> is the label.</summary>
    /// <param name="type">The GraphQL enum.</param>
    /// <param name="schemaName">The schema of the database's type.</param>
    /// <param name="typeName">Its name.</param>
    public static ColumnType Enum(EnumType type, string schemaName, string typeName) => new EnumColumnType(type, schemaName, typeName);

    /// <summary>Text that holds one of a closed list, shown as an enum whose values' <see cref="EnumValue.Value"/> is the text.</summary>
    public static ColumnType TextEnum(EnumType type) => new TextEnumColumnType(type);

    /// <summary><c>integer</c> that is one of a closed list, shown as an enum whose values' <see cref="EnumValue.Value"/> is the number.</summary>
    public static ColumnType NumberEnum(EnumType type) => new NumberEnumColumnType(type);

    /// <summary><c>integer[]</c> of such numbers, each number once, shown as a list of the enum; rows can be grouped by it.</summary>
    public static ColumnType NumberEnumList(EnumType type) => new ListColumnType(new NumberEnumColumnType(type), mayHoldNulls: false, isGroupable: true);

    /// <summary>
    /// An array of another type's values, such as <c>text[]</c>, shown as a list. Filters on its elements compare with arrays of exactly that type: a
    /// <c>varchar[]</c> has to be shown through a view as <c>text[]</c>.
    /// </summary>
    /// <param name="element">The type of the elements.</param>
    /// <param name="mayHoldNulls">Whether an element may be NULL: the list then holds nulls.</param>
    public static ColumnType List(ColumnType element, bool mayHoldNulls = true) => element.ElementType is null
        ? new ListColumnType(element, mayHoldNulls)
        : throw new ArgumentException("An array holds no arrays.", nameof(element));
}
