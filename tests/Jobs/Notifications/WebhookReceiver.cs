using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HealthGraph.Jobs.Tests.Notifications;

/// <summary>Somebody who is told over HTTP, and answers as the test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _loop;
    private readonly Queue<int> _answers;

    public WebhookReceiver(params int[] answers)
    {
        _answers = new Queue<int>(answers);
        Address = $"http://127.0.0.1:{FreePort()}/told/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _loop = ListenAsync();
    }

    public string Address { get; }

    public ConcurrentQueue<(string Body, string? Signature)> Told { get; } = new();

    public async Task<IReadOnlyList<(string Body, string? Signature)>> ToldAsync(int count)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(3));
        while (Told.Count < count)
        {
            await Task.Delay(20, deadline.Token);
        }

        return [.. Told];
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
        _listener.Close();
    }

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream);
            var body = await reader.ReadToEndAsync();
            context.Response.StatusCode = _answers.TryDequeue(out var status) ? status : 204;
            context.Response.Close();
            Told.Enqueue((body, context.Request.Headers["X-HealthGraph-Signature"]));
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
