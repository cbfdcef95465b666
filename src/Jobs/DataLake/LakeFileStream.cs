namespace HealthGraph.Jobs.DataLake;

/// <summary>A file that is being written: whole or not at all.</summary>
public abstract class LakeFileStream : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Makes the file visible under its path, in place of one that was there.</summary>
    public abstract Task CompleteAsync(CancellationToken cancellationToken);

    /// <summary>The same, and refuses when the path has a file already; after that it may be asked again.</summary>
    /// <exception cref="DataLakeException"><see cref="DataLakeException.Exists"/>: a file is there. <see cref="DataLakeException.Conflict"/>: another
    /// writer was at it in this moment, and the file is to be written once more from its beginning.</exception>
    public abstract Task CompleteNewAsync(CancellationToken cancellationToken);

    public override void Flush()
    {
        // Nothing is promised before CompleteAsync.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A file of the lake is written asynchronously.");

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    public abstract override ValueTask DisposeAsync();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
