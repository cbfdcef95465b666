using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Data.Relations;

/// <summary>
/// A table or view shown as an object type. It is plain data, so that a relation can come from code or, while the server
/// runs, from a definition that someone uploads.
/// </summary>
public sealed class Relation
{
    private readonly Dictionary<string, Column> _byColumnName;

    /// <summary>A relation of these columns. The key is given by SQL names; its columns are never NULL.</summary>
    public Relation(string typeName, string schemaName, string tableName, IReadOnlyList<Column> columns, IReadOnlyList<string> key)
    {
        TypeName = typeName;
        SchemaName = schemaName;
        TableName = tableName;
        Columns = columns;
        _byColumnName = columns.Where(column => column.Via.Count == 0).ToDictionary(column => column.ColumnName);
        Key = [.. key.Select(Find)];
        if (Key.Count == 0 || Key.Any(column => column.IsNullable))
        {
            throw new ArgumentException($"{typeName} needs a key of columns without NULL.", nameof(key));
        }
    }

    /// <summary>The object type's name.</summary>
    public string TypeName { get; }

    /// <summary>The object type's description.</summary>
    public required string Description { get; init; }

    /// <summary>The PostgreSQL schema.</summary>
    public string SchemaName { get; }

    /// <summary>The table or view.</summary>
    public string TableName { get; }

    /// <summary>In the order of the fields.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The primary key: it ends every order and makes the global id.</summary>
    public IReadOnlyList<Column> Key { get; }

    /// <summary>The relations that a row leads to.</summary>
    public IReadOnlyList<RelationLink> Links { get; init; } = [];

    /// <summary>The order when none is asked for, by SQL name; the key is added at its end.</summary>
    public IReadOnlyList<(string ColumnName, bool Descending)> DefaultOrder { get; init; } = [];

    /// <summary>What other layers attach to every field that leads here, such as who may read it.</summary>
    public FeatureSet Features { get; init; } = FeatureSet.Empty;

    /// <summary>The column of that SQL name among the relation's own.</summary>
    public Column Find(string columnName) => _byColumnName.TryGetValue(columnName, out var column)
        ? column
        : throw new ArgumentException($"{TypeName} has no column \"{columnName}\".", nameof(columnName));

    /// <inheritdoc />
    public override string ToString() => TypeName;
}
