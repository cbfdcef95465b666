namespace HealthGraph.Domain.Relations;

/// <summary>A table or view that is shown in GraphQL without a line of code: its type, its field and its columns.</summary>
public sealed record RelationDefinition
{
    /// <summary>The object type, such as <c>BloodPressure</c>; filters, orders and groups are named after it.</summary>
    public required string TypeName { get; init; }

    /// <summary>The field of <c>Query</c>, such as <c>bloodPressures</c>.</summary>
    public required string FieldName { get; init; }

    public required string Description { get; init; }

    public required string SchemaName { get; init; }

    public required string TableName { get; init; }

    public required IReadOnlyList<ColumnDefinition> Columns { get; init; }

    /// <summary>Columns by SQL name that together are unique and never null: they end every order.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>
    /// Whether rows belong to patients. Then only those roles read them that see all patients: no row rule knows the table.
    /// </summary>
    public bool HoldsPatients { get; init; } = true;
}

/// <summary>A column that is shown.</summary>
/// <param name="FieldName">The field, camel case.</param>
/// <param name="ColumnName">The column in SQL.</param>
/// <param name="Type">PostgreSQL's short name of its type: <c>text</c>, <c>int4</c>, <c>timestamptz</c>, …</param>
/// <param name="IsNullable">Whether it may hold NULL.</param>
/// <param name="Description">What it is.</param>
public sealed record ColumnDefinition(string FieldName, string ColumnName, string Type, bool IsNullable, string Description);
