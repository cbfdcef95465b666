using HealthGraph.GraphQL.Execution;
using Microsoft.AspNetCore.Http.Features;

namespace HealthGraph.Api.Endpoint.Streaming;

/// <summary>A response of several payloads, each sent off as soon as it is there.</summary>
internal sealed class StreamedResponse
{
    private readonly StreamFraming _framing;
    private readonly Stream _body;
    private readonly TimeSpan _keepAlive;
    private readonly TimeProvider _time;
    private readonly CancellationToken _aborted;

    private StreamedResponse(HttpContext context, ResponseFormat format, TimeSpan keepAlive, TimeProvider time)
    {
        _framing = StreamFraming.Of(format);
        _body = context.Response.Body;
        _aborted = context.RequestAborted;
        _keepAlive = keepAlive;
        _time = time;
    }

    /// <summary>Writes one payload as JSON.</summary>
    public delegate ValueTask PayloadWriter(ResponseWriter writer, CancellationToken cancellationToken);

    /// <summary>Payloads sent so far.</summary>
    public int Payloads { get; private set; }

    /// <summary>Sends the head, so that the client knows that it was understood.</summary>
    public static async Task<StreamedResponse> StartAsync(HttpContext context, ResponseFormat format, TimeSpan keepAlive, TimeProvider time)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = format.ContentType();
        // Neither a proxy nor anything of ours may hold payloads back to send or compress them together.
        response.Headers.CacheControl = "no-store, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync(context.RequestAborted);
        var stream = new StreamedResponse(context, format, keepAlive, time);
        await stream.SendAsync(stream._framing.Start);
        await response.Body.FlushAsync(context.RequestAborted);
        return stream;
    }

    public async Task SendAsync(PayloadWriter write)
    {
        await using var writer = new ResponseWriter(_body);
        writer.WriteFraming(_framing.BeforePayload);
        await write(writer, _aborted);
        writer.WriteFraming(_framing.AfterPayload);
        await writer.FlushAsync(_aborted);
        await _body.FlushAsync(_aborted);
        Payloads++;
    }

    public Task EndAsync() => SendAsync(_framing.End);

    /// <summary>The next payload; meanwhile the client is told now and then that the stream lives.</summary>
    /// <param name="payloads">What is waited for.</param>
    /// <param name="ended">Ends the payloads: cancelled here when the client cannot be reached.</param>
    public async Task<bool> WaitAsync<T>(IAsyncEnumerator<T> payloads, CancellationTokenSource ended)
    {
        var next = payloads.MoveNextAsync();
        if (next.IsCompleted)
        {
            return await next;
        }

        var pending = next.AsTask();
        while (true)
        {
            try
            {
                return await pending.WaitAsync(_keepAlive, _time, CancellationToken.None);
            }
            catch (TimeoutException) when (!pending.IsCompleted)
            {
                await KeepAliveAsync(pending, ended);
            }
        }
    }

    private async Task KeepAliveAsync(Task pending, CancellationTokenSource ended)
    {
        try
        {
            await SendAsync(_framing.KeepAlive);
        }
        catch
        {
            // Payloads can be disposed of only when nobody waits for the next one.
            await ended.CancelAsync();
            await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async Task SendAsync(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            await _body.WriteAsync(bytes, _aborted);
            await _body.FlushAsync(_aborted);
        }
    }
}
