using System.Buffers;

namespace HealthGraph.Api.Endpoint;

/// <summary>A request's whole body in pooled memory, up to a limit that counts decompressed bytes.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstSize = 16 * 1024;

    private byte[] _buffer;
    private int _length;

    private RequestBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        var body = new RequestBody((int)Math.Min(request.ContentLength ?? FirstSize, FirstSize) + 1);
        try
        {
            await body.FillAsync(request.Body, limit, cancellationToken);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _buffer, []));

    private async ValueTask FillAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        while (await ReadSomeAsync(stream, limit, cancellationToken) is var read and > 0)
        {
            _length += read;
            if (_length > limit)
            {
                throw TooLarge(limit);
            }

            if (_length == _buffer.Length)
            {
                Grow();
            }
        }
    }

    private async ValueTask<int> ReadSomeAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge(limit);
        }
        catch (BadHttpRequestException e)
        {
            throw new RequestRefusedException(e.StatusCode, "The request body could not be read.");
        }
        catch (InvalidDataException)
        {
            throw new RequestRefusedException(
                StatusCodes.Status400BadRequest, "The request body is not compressed as its Content-Encoding says.");
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private static RequestRefusedException TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The request body is larger than {limit} bytes.");
}
