using HealthGraph.Jobs.DataLake;

namespace HealthGraph.Jobs.Athena;

/// <summary>A result on its way: one that breaks off is no shorter result but an error.</summary>
internal sealed class AthenaResultStream(Stream inner, long length, string queryExecutionId) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (S3Failure.Is(e))
        {
            throw AthenaResults.Unreadable(queryExecutionId, e);
        }

        _read += read;
        return read > 0 || buffer.IsEmpty || _read >= length ? read : throw AthenaResults.Unreadable(queryExecutionId, exception: null);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
