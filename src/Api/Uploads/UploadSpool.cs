namespace HealthGraph.Api.Uploads;

/// <summary>
/// A file that had to be put aside: one that comes after it was asked for first, or several variables name it. It has no name on the disk from the moment
/// it is there, so nothing of it is left behind whatever becomes of the process.
/// </summary>
internal sealed class UploadSpool : IDisposable
{
    private readonly FileStream _file;

    public UploadSpool()
    {
        var path = Path.Combine(Path.GetTempPath(), $"healthgraph-upload-{Path.GetRandomFileName()}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(path, options);
        File.Delete(path);
    }

    public long Length { get; private set; }

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await RandomAccess.WriteAsync(_file.SafeFileHandle, bytes, Length, cancellationToken);
        Length += bytes.Length;
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken) =>
        RandomAccess.ReadAsync(_file.SafeFileHandle, buffer, offset, cancellationToken);

    public void Dispose() => _file.Dispose();
}
