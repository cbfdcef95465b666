namespace HealthGraph.GraphQL.Data.Sql;

/// <summary>Names as SQL takes them: quoted always, so that no name can be anything but a name.</summary>
internal static class Identifier
{
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    public static string Table(string schemaName, string tableName) => $"{Quote(schemaName)}.{Quote(tableName)}";

    public static string Column(string alias, string columnName) => $"{alias}.{Quote(columnName)}";
}
