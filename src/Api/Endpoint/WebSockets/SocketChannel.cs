using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace HealthGraph.Api.Endpoint.WebSockets;

/// <summary>Whole messages over a socket: one reader, any number of writers that take turns, one close.</summary>
/// <remarks>
/// There is no queue: who has something to send waits until what came before it has left, and takes nothing new from its source
/// meanwhile. A client that does not take a message within the time it may need is cut off.
/// </remarks>
internal sealed class SocketChannel(WebSocket socket, WebSocketSettings settings, TimeProvider time) : IDisposable
{
    private const int LongestReason = 123;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ArrayBufferWriter<byte> _received = new();
    private int _closing;
    private ITimer? _abort;

    /// <summary>Whether no more is sent, because either side closes.</summary>
    public bool IsClosing => Volatile.Read(ref _closing) != 0;

    /// <summary>What the socket was closed with, by whichever side came first.</summary>
    public WebSocketCloseStatus? ClosedWith { get; private set; }

    /// <summary>The next message, valid until the next call; null once the client has closed.</summary>
    /// <exception cref="SocketClosedException">The message is too large, or no text.</exception>
    /// <exception cref="WebSocketException">The connection is gone.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        _received.ResetWrittenCount();
        while (true)
        {
            var part = await socket.ReceiveAsync(_received.GetMemory(4096), cancellationToken);
            if (part.MessageType is WebSocketMessageType.Close)
            {
                await AnswerCloseAsync();
                return null;
            }

            if (IsClosing)
            {
                // Only the client's own close is waited for.
                _received.ResetWrittenCount();
                continue;
            }

            _received.Advance(part.Count);
            if (_received.WrittenCount > settings.MaxMessageBytes)
            {
                throw new SocketClosedException(
                    WebSocketCloseStatus.MessageTooBig, $"A message may have {settings.MaxMessageBytes} bytes.");
            }

            if (part.EndOfMessage)
            {
                return part.MessageType is WebSocketMessageType.Text
                    ? _received.WrittenMemory
                    : throw ClientMessage.Invalid("Messages must be text.");
            }
        }
    }

    /// <summary>Sends a message about the operation, or the connection; nothing once the socket closes.</summary>
    public Task SendAsync(string type, string? id = null, JsonElement payload = default)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (id is not null)
            {
                json.WriteString("id"u8, id);
            }

            json.WriteString("type"u8, type);
            if (payload.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            {
                json.WritePropertyName("payload"u8);
                payload.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return SendAsync(buffer.WrittenMemory);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> message)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (!IsClosing)
            {
                // A send that is cancelled leaves the connection broken, so that only its own time limit may do it.
                using var limit = new CancellationTokenSource(settings.SendTimeout, time);
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, limit.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            Volatile.Write(ref _closing, 1);
            socket.Abort();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Says goodbye, once; the reader then waits for the client to do so too, for a few seconds.</summary>
    public async Task CloseAsync(WebSocketCloseStatus code, string reason)
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0)
        {
            return;
        }

        ClosedWith = code;
        _abort = time.CreateTimer(static socket => ((WebSocket)socket!).Abort(), socket, CloseTimeout, Timeout.InfiniteTimeSpan);
        await CloseOutputAsync(code, Cut(reason));
    }

    public void Dispose()
    {
        _abort?.Dispose();
        _turn.Dispose();
        socket.Dispose();
    }

    private async Task AnswerCloseAsync()
    {
        if (Interlocked.Exchange(ref _closing, 1) == 0)
        {
            ClosedWith = socket.CloseStatus;
            await CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "");
        }
    }

    private async Task CloseOutputAsync(WebSocketCloseStatus code, string reason)
    {
        using var limit = new CancellationTokenSource(CloseTimeout, time);
        try
        {
            await _turn.WaitAsync(limit.Token);
            try
            {
                await socket.CloseOutputAsync(code, reason, limit.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }

    // What a close frame holds.
    private static string Cut(string reason) => Encoding.UTF8.GetByteCount(reason) <= LongestReason ? reason : reason[..(LongestReason / 3)];
}
