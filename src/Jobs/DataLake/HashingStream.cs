using System.Security.Cryptography;

namespace HealthGraph.Jobs.DataLake;

/// <summary>Passes bytes on in large pieces, and knows their number and SHA-256. The inner stream stays open.</summary>
internal sealed class HashingStream(Stream inner) : Stream
{
    private const int PieceSize = 256 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _piece = new byte[PieceSize];
    private int _filled;

    public long Bytes { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var taken = Math.Min(buffer.Length, PieceSize - _filled);
            buffer[..taken].CopyTo(_piece.AsMemory(_filled));
            _filled += taken;
            buffer = buffer[taken..];
            if (_filled == PieceSize)
            {
                await PassOnAsync(cancellationToken);
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>The last piece, and the hash of all.</summary>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        await PassOnAsync(cancellationToken);
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    // GZipStream flushes when it is disposed of; the piece may wait.
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private async Task PassOnAsync(CancellationToken cancellationToken)
    {
        _hash.AppendData(_piece, 0, _filled);
        await inner.WriteAsync(_piece.AsMemory(0, _filled), cancellationToken);
        Bytes += _filled;
        _filled = 0;
    }
}
