using HealthGraph.Domain.Access;

namespace HealthGraph.Api.CommandLine;

/// <summary>The demo's two keys, kept in the data folder so that they stay the same from run to run.</summary>
internal sealed record DemoKeys(ApiKeySecret Admin, ApiKeySecret Analyst)
{
    public static async Task<DemoKeys> EnsureAsync(string dataDirectory, ApiKeyStore store, CancellationToken cancellationToken) => new(
        await EnsureAsync(dataDirectory, Role.Admin, store, cancellationToken),
        await EnsureAsync(dataDirectory, Role.Analyst, store, cancellationToken));

    /// <summary>Where a role's key lies.</summary>
    public static string PathOf(string dataDirectory, Role role) => Path.Combine(dataDirectory, "keys", $"{role.ToName()}.key");

    private static async Task<ApiKeySecret> EnsureAsync(
        string dataDirectory, Role role, ApiKeyStore store, CancellationToken cancellationToken)
    {
        var path = PathOf(dataDirectory, role);
        if (File.Exists(path)
            && ApiKeySecret.TryParse((await File.ReadAllTextAsync(path, cancellationToken)).Trim(), out var kept)
            && await store.FindAsync(kept, cancellationToken) is { } key
            && key.Role == role
            && key.IsValidAt(TimeProvider.System.GetUtcNow()))
        {
            return kept;
        }

        var created = await store.CreateAsync(new NewApiKey($"demo {role.ToName()}", role), cancellationToken);
        await WritePrivateAsync(path, created.Secret.Reveal(), cancellationToken);
        return created.Secret;
    }

    private static async Task WritePrivateAsync(string path, string text, CancellationToken cancellationToken)
    {
        var directory = Path.GetDirectoryName(path) ?? ".";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // An older file keeps its mode when it is written over: a new one is made.
        File.Delete(path);
        await using var file = new FileStream(path, options);
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync(text.AsMemory(), cancellationToken);
    }
}
