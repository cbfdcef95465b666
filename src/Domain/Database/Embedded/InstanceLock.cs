namespace HealthGraph.Domain.Database.Embedded;

/// <summary>
/// One instance per data folder. The lock is the kernel's (flock), so it is gone with the process however that ends;
/// <c>instance.json</c> beside it only says who holds it.
/// </summary>
public sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(string directory, FileStream file)
    {
        Directory = directory;
        _file = file;
    }

    /// <summary>The data folder, as an absolute path.</summary>
    public string Directory { get; }

    /// <summary>Takes the folder, creating it when it is not there.</summary>
    /// <exception cref="InstanceInUseException">Another live process holds it.</exception>
    public static InstanceLock Acquire(string directory) =>
        TryAcquire(directory) ?? throw new InstanceInUseException(Path.GetFullPath(directory), InstanceDescription.TryRead(directory));

    /// <summary>Takes the folder, or answers null when another live process holds it.</summary>
    public static InstanceLock? TryAcquire(string directory)
    {
        var path = Path.GetFullPath(directory);
        CreatePrivateDirectory(path);
        var lockPath = Path.Combine(path, "lock");

        try
        {
            var file = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var instance = new InstanceLock(path, file);
            instance.Publish(instance.Description);
            return instance;
        }
        catch (IOException) when (File.Exists(lockPath))
        {
            return null;
        }
    }

    /// <summary>What this process has said of itself so far.</summary>
    public InstanceDescription Description { get; private set; } = new(Environment.ProcessId, Url: null, Connection: null);

    /// <summary>Says who holds the folder and where to reach it.</summary>
    public void Publish(InstanceDescription description)
    {
        description.Write(Directory);
        Description = description;
    }

    public void Dispose()
    {
        // Once: afterwards the description may be the next holder's.
        if (_file.SafeFileHandle.IsClosed)
        {
            return;
        }

        InstanceDescription.Delete(Directory);
        _file.Dispose();
    }

    private static void CreatePrivateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(path);
            return;
        }

        System.IO.Directory.CreateDirectory(
            path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
