using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HealthGraph.Jobs.DataLake;

internal sealed partial class LocalLakeFileStream : LakeFileStream
{
    private readonly string _root;
    private readonly string _folder;
    private readonly string _target;
    private readonly string _temporary;
    private readonly FileStream _file;
    private bool _completed;

    public LocalLakeFileStream(string root, string folder, string target)
    {
        _root = root;
        _folder = folder;
        _target = target;
        _temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}");
        _file = new FileStream(_temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        });
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _file.WriteAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (LocalFailure.Is(e))
        {
            throw LocalFailure.From(_root, e);
        }
    }

    public override Task CompleteAsync(CancellationToken cancellationToken) => CompleteAsync(overwrite: true);

    public override Task CompleteNewAsync(CancellationToken cancellationToken) => CompleteAsync(overwrite: false);

    private async Task CompleteAsync(bool overwrite)
    {
        try
        {
            if (_file.CanWrite)
            {
                _file.Flush(flushToDisk: true);
                await _file.DisposeAsync();
            }

            if (!overwrite && File.Exists(_target))
            {
                throw new DataLakeException(DataLakeException.Exists, $"The data lake {_root} has a file of that name already.");
            }

            File.Move(_temporary, _target, overwrite);
            _completed = true;
            SyncFolder(_folder);
        }
        catch (Exception e) when (LocalFailure.Is(e))
        {
            throw LocalFailure.From(_root, e);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_completed)
        {
            await _file.DisposeAsync();
            File.Delete(_temporary);
        }

        GC.SuppressFinalize(this);
    }

    // The rename itself survives a power cut only once the folder is on the disk. .NET opens no folders, so this asks the system.
    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, 0);
        if (descriptor < 0)
        {
            throw new IOException($"The folder {folder} cannot be opened.", Marshal.GetLastPInvokeError());
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Sync(descriptor) != 0)
        {
            throw new IOException($"The folder {folder} cannot be written to the disk.", Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(nint descriptor);
}
