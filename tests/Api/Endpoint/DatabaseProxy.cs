using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace HealthGraph.Api.Tests.Endpoint;

/// <summary>A wire to PostgreSQL that a test can cut and mend.</summary>
internal sealed class DatabaseProxy : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly int _port;
    private readonly List<Socket> _open = [];
    private TcpListener _listener;
    private Task _accepting;

    public DatabaseProxy(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        _server = new IPEndPoint(IPAddress.Parse(settings.Host!), settings.Port);
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener);
        settings.Host = "127.0.0.1";
        settings.Port = _port;
        ConnectionString = settings.ConnectionString;
    }

    /// <summary>The way through the wire.</summary>
    public string ConnectionString { get; }

    public async Task CutAsync()
    {
        _listener.Stop();
        await _accepting;
        lock (_open)
        {
            _open.ForEach(socket => socket.Dispose());
            _open.Clear();
        }
    }

    public void Mend()
    {
        _listener = new TcpListener(IPAddress.Loopback, _port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    public async ValueTask DisposeAsync() => await CutAsync();

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await server.ConnectAsync(_server);
                lock (_open)
                {
                    _open.AddRange([client, server]);
                }

                _ = PumpAsync(client, server);
                _ = PumpAsync(server, client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The wire was cut.
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        try
        {
            await using var source = new NetworkStream(from);
            await using var target = new NetworkStream(to);
            await source.CopyToAsync(target);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The wire was cut.
        }
    }
}
