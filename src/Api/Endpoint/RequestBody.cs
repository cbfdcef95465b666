using System.Buffers;

namespace HealthGraph.Api.Endpoint;

/// <summary>A request's whole body in pooled memory, up to a limit that counts decompressed bytes.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstSize = 16 * 1024;

    private readonly string _name;
    private readonly int _limit;
    private byte[] _buffer;
    private int _length;

    private RequestBody(string name, int limit, int capacity)
    {
        _name = name;
        _limit = limit;
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    public static ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        const string Name = "request body";
        return request.ContentLength > limit
            ? throw TooLarge(Name, limit)
            : ReadAsync(request.Body, Name, limit, (int)(request.ContentLength ?? FirstSize), cancellationToken);
    }

    /// <summary>Reads a stream to its end; the name is what errors call it.</summary>
    public static ValueTask<RequestBody> ReadAsync(Stream stream, string name, int limit, CancellationToken cancellationToken) =>
        ReadAsync(stream, name, limit, FirstSize, cancellationToken);

    private static async ValueTask<RequestBody> ReadAsync(
        Stream stream, string name, int limit, int expectedBytes, CancellationToken cancellationToken)
    {
        var body = new RequestBody(name, limit, Math.Min(expectedBytes, FirstSize) + 1);
        try
        {
            await body.FillAsync(stream, cancellationToken);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _buffer, []));

    private async ValueTask FillAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (await ReadSomeAsync(stream, cancellationToken) is var read and > 0)
        {
            _length += read;
            if (_length > _limit)
            {
                throw TooLarge(_name, _limit);
            }

            if (_length == _buffer.Length)
            {
                Grow();
            }
        }
    }

    private async ValueTask<int> ReadSomeAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge(_name, _limit);
        }
        catch (BadHttpRequestException e)
        {
            throw new RequestRefusedException(e.StatusCode, $"The {_name} could not be read.");
        }
        catch (InvalidDataException)
        {
            throw new RequestRefusedException(
                StatusCodes.Status400BadRequest, $"The {_name} is not compressed as its Content-Encoding says.");
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private static RequestRefusedException TooLarge(string name, int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The {name} is larger than {limit} bytes.");
}
