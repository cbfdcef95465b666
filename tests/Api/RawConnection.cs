using System.Net.Sockets;
using System.Text;

namespace HealthGraph.Api.Tests;

/// <summary>A connection that sends what it is told to, byte by byte: what no HTTP client would send.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

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
