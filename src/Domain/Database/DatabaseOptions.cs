using System.Globalization;
using HealthGraph.Domain.Errors;
using Microsoft.Extensions.Configuration;

namespace HealthGraph.Domain.Database;

/// <summary>Where the warehouse is. Environment: <c>HEALTHGRAPH__DATABASE__CONNECTIONSTRING</c>.</summary>
public sealed record DatabaseOptions
{
    public const string Section = "HealthGraph:Database";
    public const int DefaultMaxPoolSize = 32;

    /// <summary>Null means the embedded PostgreSQL under the data folder.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>
    /// A login of its own for reading, a member of <c>healthgraph_reader</c>; null means the same login, which takes that role at the
    /// start of each reading connection.
    /// </summary>
    public string? ReaderConnectionString { get; init; }

    /// <summary>About as many as PostgreSQL can use: more sessions than that only wait inside it.</summary>
    public int MaxPoolSize { get; init; } = DefaultMaxPoolSize;

    /// <summary>How long a read waits for a connection when all are in use, or the server does not answer.</summary>
    public TimeSpan ConnectionWait { get; init; } = TimeSpan.FromSeconds(5);

    public static DatabaseOptions From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        return new DatabaseOptions
        {
            ConnectionString = section[nameof(ConnectionString)] is { Length: > 0 } text ? text : null,
            ReaderConnectionString = section[nameof(ReaderConnectionString)] is { Length: > 0 } reader ? reader : null,
            MaxPoolSize = ReadPoolSize(section[nameof(MaxPoolSize)]),
            ConnectionWait = ReadWait(section[nameof(ConnectionWait)]),
        };
    }

    private static TimeSpan ReadWait(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new DatabaseOptions().ConnectionWait;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var wait) && wait >= TimeSpan.FromSeconds(1) && wait <= TimeSpan.FromMinutes(1)
            ? wait
            : throw new HealthGraphException(
                "CONFIGURATION", $"{Section}:{nameof(ConnectionWait)} is '{text}', but must be a time from 00:00:01 to 00:01:00.");
    }

    private static int ReadPoolSize(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return DefaultMaxPoolSize;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= 1000
            ? size
            : throw new HealthGraphException(
                "CONFIGURATION", $"{Section}:{nameof(MaxPoolSize)} is '{text}', but must be a whole number from 1 to 1000.");
    }
}
