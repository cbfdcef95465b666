using HealthGraph.Api.Access;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Relations;
using HealthGraph.GraphQL.Data.Columns;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.Api.DefinedRelations;

/// <summary>Makes relations of definitions, and says what is wrong with one that makes none.</summary>
internal static class DefinedRelationFactory
{
    private const int MaxColumns = 1_000;

    // By PostgreSQL's short names; beside each, what format_type calls a column that can be read so.
    private static readonly Dictionary<string, (ColumnType Type, string[] Stored)> Types = new(StringComparer.Ordinal)
    {
        ["text"] = (ColumnTypes.Text, ["text", "character varying"]),
        ["char"] = (ColumnTypes.FixedText, ["character"]),
        ["uuid"] = (ColumnTypes.Uuid, ["uuid"]),
        ["bool"] = (ColumnTypes.Bool, ["boolean"]),
        ["int2"] = (ColumnTypes.Int2, ["smallint"]),
        ["int4"] = (ColumnTypes.Int4, ["integer"]),
        ["int8"] = (ColumnTypes.Int8, ["bigint"]),
        ["float4"] = (ColumnTypes.Float4, ["real"]),
        ["float8"] = (ColumnTypes.Float8, ["double precision"]),
        ["numeric"] = (ColumnTypes.Numeric, ["numeric"]),
        ["date"] = (ColumnTypes.Date, ["date"]),
        ["time"] = (ColumnTypes.Time, ["time without time zone"]),
        ["timestamp"] = (ColumnTypes.Timestamp, ["timestamp without time zone"]),
        ["timestamptz"] = (ColumnTypes.Timestamptz, ["timestamp with time zone"]),
        ["interval"] = (ColumnTypes.Interval, ["interval"]),
        ["json"] = (ColumnTypes.Json, ["json"]),
        ["jsonb"] = (ColumnTypes.Jsonb, ["jsonb"]),
        ["bytea"] = (ColumnTypes.Bytea, ["bytea"]),
    };

    // A team's rows are told by row rules, which know nothing of a table that was made meanwhile.
    private static readonly AccessRule AllPatients = new([Role.Admin, Role.Analyst]);
    private static readonly AccessRule NoPatients = new([Role.Admin, Role.Analyst, Role.Team]) { HoldsPatients = false };

    /// <exception cref="RelationDefinitionException">It is none, whatever the database holds.</exception>
    public static DefinedRelation Create(RelationDefinition definition)
    {
        RequireName("type", definition.TypeName);
        RequireName("field", definition.FieldName);
        Require(
            definition.TypeName is not ("Int" or "Float" or "String" or "Boolean" or "ID"), $"'{definition.TypeName}' is a type of GraphQL itself.");
        Require(definition.Columns is { Count: > 0 and <= MaxColumns }, $"{definition.TypeName} must have 1 to {MaxColumns} columns.");
        var fields = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in definition.Columns)
        {
            RequireName("field", column.FieldName);
            Require(
                column.FieldName != "id",
                $"{definition.TypeName} has a field 'id', which is the global id of every row: name the column's field after the type, such as '{char.ToLowerInvariant(definition.TypeName[0])}{definition.TypeName[1..]}Id'.");
            Require(fields.Add(column.FieldName), $"{definition.TypeName} has the field '{column.FieldName}' twice.");
            Require(
                Types.ContainsKey(column.Type),
                $"{definition.TypeName}.{column.FieldName} is of type '{column.Type}', but must be of one of: {string.Join(", ", Types.Keys)}.");
        }

        var columns = definition.Columns.DistinctBy(column => column.ColumnName).Count();
        Require(columns == definition.Columns.Count, $"{definition.TypeName} shows a column twice.");
        foreach (var key in definition.Key)
        {
            var column = definition.Columns.FirstOrDefault(column => column.ColumnName == key);
            Require(
                column is { IsNullable: false } && Types[column.Type].Type.IsSortable,
                $"{definition.TypeName} has the key column '{key}', which must be one of its columns that is never null and can be ordered by.");
        }

        Require(definition.Key.Count > 0, $"{definition.TypeName} must have a key.");
        return new DefinedRelation(definition, RelationOf(definition));
    }

    /// <summary>Holds it against the table's columns.</summary>
    /// <param name="definition">One that <see cref="Create"/> takes.</param>
    /// <param name="stored">The table's columns with their types; null when there is no table.</param>
    /// <exception cref="RelationDefinitionException">The table, or a column, is not as defined.</exception>
    public static void RequireStored(RelationDefinition definition, IReadOnlyDictionary<string, string>? stored)
    {
        var table = $"{definition.SchemaName}.{definition.TableName}";
        Require(stored is not null, $"{definition.TypeName} names the table '{table}', which is not there.");
        foreach (var column in definition.Columns)
        {
            Require(stored!.TryGetValue(column.ColumnName, out var type), $"{definition.TypeName}.{column.FieldName} names the column '{column.ColumnName}', which '{table}' does not have.");
            Require(
                Types[column.Type].Stored.Contains(type),
                $"{definition.TypeName}.{column.FieldName} is of type '{column.Type}', but the column '{column.ColumnName}' of '{table}' is {type}.");
        }
    }

    private static Relation RelationOf(RelationDefinition definition) => new(
        definition.TypeName,
        definition.SchemaName,
        definition.TableName,
        [.. definition.Columns.Select(column => new Column(
            column.FieldName, column.ColumnName, Types[column.Type].Type, column.IsNullable, Described(column.Description)))],
        definition.Key)
    {
        Description = Described(definition.Description),
        Features = FeatureSet.Of(definition.HoldsPatients ? AllPatients : NoPatients),
    };

    private static string Described(string? description) => string.IsNullOrWhiteSpace(description) ? "Defined without a description." : description;

    private static void RequireName(string kind, string name) => Require(
        name is { Length: > 0 and <= 200 }
        && !char.IsAsciiDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
        && !name.StartsWith("__", StringComparison.Ordinal),
        $"'{name}' is no name of a {kind}: it must be of letters, digits and '_', begin with neither a digit nor '__', and have 200 of them at most.");

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new RelationDefinitionException(message);
        }
    }
}
