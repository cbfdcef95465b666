using System.Data.Common;
using Npgsql;

namespace HealthGraph.Domain.Database;

/// <summary>The data source that every part of HealthGraph reads and writes through.</summary>
public static class DatabaseConnection
{
    /// <summary>A pool on the connection string; what the string says itself is kept.</summary>
    /// <param name="connectionString">What names the server.</param>
    /// <param name="maxPoolSize">The most connections, unless the string says it.</param>
    /// <param name="configure">What else the data source is to be.</param>
    public static NpgsqlDataSource Create(
        string connectionString, int maxPoolSize = DatabaseOptions.DefaultMaxPoolSize, Action<NpgsqlDataSourceBuilder>? configure = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var given = new DbConnectionStringBuilder { ConnectionString = settings.ConnectionString };
        foreach (var (keyword, value) in Defaults(maxPoolSize))
        {
            if (!given.ContainsKey(keyword))
            {
                settings[keyword] = value;
            }
        }

        // The detail of an error quotes rows, and rows are patients.
        settings.IncludeErrorDetail = false;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        configure?.Invoke(builder);
        return builder.Build();
    }

    private static IEnumerable<(string Keyword, object Value)> Defaults(int maxPoolSize) =>
    [
        ("Application Name", "HealthGraph"),
        ("Maximum Pool Size", maxPoolSize),
        ("Max Auto Prepare", 256),
        ("Auto Prepare Min Usages", 2),
        // A reset costs a round trip on every use. Nothing is left behind that needs one: settings are SET LOCAL, temporary tables
        // ON COMMIT DROP, advisory locks the transaction's.
        ("No Reset On Close", true),
        ("Timezone", "UTC"),
    ];
}
