using System.Net.Sockets;
using System.Text;

namespace HealthGraph.Api.Tests;

/// <summary>A connection that sends what it is told to, byte by byte: what no HTTP client would send.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _unread = new byte[256 * 1024];
    private int _length;

    private RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(ApiServer api)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(api.Address.Host, api.Address.Port, TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Sends one request, whole, and reads its answer.</summary>
    public static async Task<string> SendAsync(ApiServer api, string head, string body)
    {
        await using var connection = await OpenAsync(api);
        var bytes = Encoding.UTF8.GetBytes(body);
        await connection.SendAsync(
            $"{head}\r\nHost: test\r\nConnection: close\r\nAuthorization: Bearer {api.AnalystKey}\r\nContent-Length: {bytes.Length}\r\n\r\n{body}");
        return await connection.ReadToEndAsync();
    }

    public async Task SendAsync(string text) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>Sends one chunk of a body with <c>Transfer-Encoding: chunked</c>.</summary>
    public Task SendChunkAsync(string text) => SendAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    /// <summary>Everything up to the mark, which is read as well; what came after it is kept.</summary>
    public async Task<string> ReadToAsync(string mark)
    {
        var wanted = Encoding.UTF8.GetBytes(mark);
        while (true)
        {
            var at = _unread.AsSpan(0, _length).IndexOf(wanted);
            if (at >= 0)
            {
                var text = Encoding.UTF8.GetString(_unread, 0, at);
                Drop(at + wanted.Length);
                return text;
            }

            // What may still be the begin of the mark stays; long bodies are not kept.
            if (_length > _unread.Length / 2)
            {
                Drop(_length - wanted.Length);
            }

            Assert.True(await ReceiveAsync(), $"The connection ended before '{mark}'.");
        }
    }

    /// <summary>Reads to the end; whether the body, which is sent in chunks, was finished or broken off.</summary>
    public async Task<bool> EndsAsWholeAsync()
    {
        try
        {
            while (await ReceiveAsync())
            {
                Drop(Math.Max(0, _length - 5));
            }
        }
        catch (SocketException)
        {
            return false;
        }

        return _unread.AsSpan(0, _length).EndsWith("0\r\n\r\n"u8);
    }

    private async Task<bool> ReceiveAsync()
    {
        var read = await _socket.ReceiveAsync(_unread.AsMemory(_length), TestContext.Current.CancellationToken);
        _length += read;
        return read > 0;
    }

    private void Drop(int count)
    {
        _unread.AsSpan(count, _length - count).CopyTo(_unread);
        _length -= count;
    }

    public async Task<string> ReadToEndAsync()
    {
        await using var stream = new NetworkStream(_socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Closes without a goodbye, as a machine that loses its network does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
