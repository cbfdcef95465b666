using System.Text.Json;

namespace HealthGraph.Domain.Database.Embedded;

/// <summary>What <c>instance.json</c> says about the process that holds a data folder. It never carries a password.</summary>
/// <param name="ProcessId">The process that holds the folder.</param>
/// <param name="Url">Where its API answers, once it does.</param>
/// <param name="Connection">The embedded database's connection string without its password.</param>
public sealed record InstanceDescription(int ProcessId, string? Url, string? Connection)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Null when nobody has described the folder, or only half.</summary>
    public static InstanceDescription? TryRead(string directory)
    {
        try
        {
            return JsonSerializer.Deserialize<InstanceDescription>(File.ReadAllText(PathIn(directory)), Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    // The folder may be gone already: a test deletes its own while it holds it.
    internal static void Delete(string directory)
    {
        if (File.Exists(PathIn(directory)))
        {
            File.Delete(PathIn(directory));
        }
    }

    // Renamed into place, so that a reader sees all of it or none.
    internal void Write(string directory)
    {
        var temporary = PathIn(directory) + ".new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(this, Json) + "\n");
        File.Move(temporary, PathIn(directory), overwrite: true);
    }

    private static string PathIn(string directory) => Path.Combine(directory, "instance.json");
}
