using System.Diagnostics;
using System.Globalization;

namespace HealthGraph.Jobs.Delivery;

/// <summary>
/// A folder that nobody else may look into, for the copy of a file that is about to be delivered; gone with its disposal. What a killed
/// process left goes with the next one on the machine.
/// </summary>
internal sealed class DeliveryFolder : IDisposable
{
    private const string Prefix = "healthgraph-delivery-";

    private readonly DirectoryInfo _folder;

    public DeliveryFolder()
    {
        RemoveLeftovers();
        _folder = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-"));
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);

    private static void RemoveLeftovers()
    {
        foreach (var left in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories(Prefix + "*"))
        {
            var process = left.Name[Prefix.Length..].Split('-')[0];
            if (!int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || IsAlive(id))
            {
                continue;
            }

            try
            {
                left.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's, or being taken away by another process at this moment.
            }
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
