using System.Text.Json;
using HealthGraph.GraphQL.TypeSystem;
using NpgsqlTypes;

namespace HealthGraph.GraphQL.Data.Columns;

/// <summary>How values of a PostgreSQL type are read from its binary form, written as JSON, and sent as parameters.</summary>
public abstract class ColumnType
{
    /// <summary>The scalar or enum of the field.</summary>
    public abstract NamedType GraphQLType { get; }

    /// <summary>What its values hold several of, when they are lists; the field is then a list of <see cref="GraphQLType"/>.</summary>
    public virtual ColumnType? ElementType => null;

    /// <summary>Whether elements may be NULL, where there are any.</summary>
    public virtual bool HasNullElements => false;

    /// <summary>Which operations a filter on it has.</summary>
    public abstract FilterKind FilterKind { get; }

    /// <summary>The type that parameters are sent as.</summary>
    public abstract NpgsqlDbType ParameterType { get; }

    /// <summary>A column as <c>LIKE</c> takes it.</summary>
    public virtual string AsText(string expression) => expression;

    /// <summary>What an array parameter is cast to where nothing else tells the server its type; null when the parameter itself does.</summary>
    public virtual string? ArrayCast => null;

    /// <summary>Whether rows can be ordered by it, and so also paged.</summary>
    public virtual bool IsSortable => true;

    /// <summary>Whether equal values make a group.</summary>
    public virtual bool IsGroupable => FilterKind != FilterKind.None;

    /// <summary>What PostgreSQL's <c>sum</c> of it gives; null when there is none.</summary>
    public virtual ColumnType? SumType => null;

    /// <summary>A column as <c>sum</c> takes it.</summary>
    public virtual string AsSummand(string expression) => expression;

    /// <summary>What PostgreSQL's <c>avg</c> of it gives; null when there is none.</summary>
    public virtual ColumnType? AverageType => null;

    /// <summary>Whether PostgreSQL has <c>min</c> and <c>max</c> of it, and they mean something.</summary>
    public virtual bool HasExtremes => FilterKind is FilterKind.Comparable or FilterKind.Text;

    /// <summary>
    /// Writes one value from PostgreSQL's binary format. False, and nothing written, when the scalar cannot hold it
    /// (infinity, NaN, a year before 1 or past 9999).
    /// </summary>
    public abstract bool TryWrite(ReadOnlySpan<byte> value, Utf8JsonWriter json);

    /// <summary>
    /// Writes one value as a cell of a table, as its JSON without the quotes. False, and nothing written, when the scalar cannot hold it.
    /// </summary>
    public abstract bool TryWriteCell(ReadOnlySpan<byte> value, CellWriter cells);

    /// <summary>Whether <see cref="TryWrite"/> would write the value.</summary>
    public virtual bool CanShow(ReadOnlySpan<byte> value) => true;

    /// <summary>What PostgreSQL writes for a value that the scalar cannot hold: a table shows it, having no list of errors.</summary>
    public virtual string SpecialText(ReadOnlySpan<byte> value) =>
        throw new InvalidOperationException($"{GraphQLType} can hold every value of its column.");

    /// <summary>The value as a parameter can take it, from PostgreSQL's binary format: for cursors.</summary>
    public abstract object ReadParameter(ReadOnlySpan<byte> value);

    /// <summary>The value as a parameter can take it, from a coerced argument.</summary>
    public virtual object ToParameter(object argument) => argument;

    /// <summary>Several values as one array parameter.</summary>
    public abstract object ToArrayParameter(IReadOnlyList<object> arguments);
}

/// <summary>The families of filter operations, each with an input type of its own.</summary>
public enum FilterKind
{
    /// <summary>No filter.</summary>
    None,

    /// <summary>Equality only: booleans.</summary>
    Equality,

    /// <summary>Equality and lists: enums.</summary>
    Choice,

    /// <summary>Equality, lists and order: numbers, dates, ids.</summary>
    Comparable,

    /// <summary>Text operations.</summary>
    Text,

    /// <summary>Quantifiers over the elements of a list.</summary>
    List,
}
