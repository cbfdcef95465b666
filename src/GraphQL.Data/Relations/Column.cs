using HealthGraph.GraphQL.Data.Columns;

namespace HealthGraph.GraphQL.Data.Relations;

/// <summary>A column of a relation: the field that shows it and the SQL name behind it.</summary>
/// <param name="FieldName">The GraphQL field, camel case.</param>
/// <param name="ColumnName">The column of the table or view, unquoted.</param>
/// <param name="Type">How its values are read, written and compared.</param>
/// <param name="IsNullable">Whether it may hold NULL: it decides the field's type and the forms of paging and filters.</param>
/// <param name="Description">The field's description in the schema.</param>
public sealed record Column(string FieldName, string ColumnName, ColumnType Type, bool IsNullable, string Description)
{
    /// <summary>
    /// The links that lead to the row which has the column, when it is not the relation's own: a flattened field. They are joined only
    /// where the field is used, which a view that joins them all cannot do for free.
    /// </summary>
    public IReadOnlyList<ToOne> Via { get; init; } = [];

    /// <summary>One element of a list, as a column of the list's elements; null when the column holds no lists.</summary>
    internal Column? Element { get; } = Type.ElementType is { } element ? new(FieldName, "element", element, Type.HasNullElements, Description) : null;
}
