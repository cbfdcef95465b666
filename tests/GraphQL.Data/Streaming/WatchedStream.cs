namespace HealthGraph.GraphQL.Data.Tests.Streaming;

/// <summary>Throws away what is written and notes how: how much at once, and how much memory was alive meanwhile.</summary>
internal sealed class WatchedStream : Stream
{
    private const long BytesBetweenLooks = 1_000_000;

    private long _nextLook;

    /// <summary>Called before the first write is done with.</summary>
    public Func<Task>? OnFirstWrite { get; init; }

    public int LargestWrite { get; private set; }

    public int Writes { get; private set; }

    /// <summary>The most memory that was alive after a collection, between writes.</summary>
    public long PeakMemory { get; private set; }

    public long Total { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Writes++;
        LargestWrite = Math.Max(LargestWrite, buffer.Length);
        Total += buffer.Length;
        if (Writes == 1 && OnFirstWrite is not null)
        {
            await OnFirstWrite();
        }

        if (Total >= _nextLook)
        {
            _nextLook = Total + BytesBetweenLooks;
            PeakMemory = Math.Max(PeakMemory, GC.GetTotalMemory(forceFullCollection: true));
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is kept.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
