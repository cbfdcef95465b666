using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HealthGraph.Domain.Errors;

namespace HealthGraph.Api.Hosting;

/// <summary>Where the server listens: <c>HealthGraph:Listen</c>, or <c>--port</c> on loopback.</summary>
internal static class ListenAddress
{
    public const string Setting = "HealthGraph:Listen";

    private const string Default = "http://127.0.0.1:5080";

    public static string ForPort(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    public static string From(IConfiguration configuration)
    {
        var text = configuration[Setting] is { Length: > 0 } set ? set : Default;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.AbsolutePath == "/"
            ? text
            : throw new HealthGraphException("CONFIGURATION", $"{Setting} is '{text}', but must be like {Default}.");
    }

    /// <summary>Fails early, with one clear line, when another program has the port.</summary>
    public static void RequireFree(string address)
    {
        var uri = new Uri(address);
        if (!IPAddress.TryParse(uri.Host.Trim('[', ']'), out var host))
        {
            host = IPAddress.Loopback;
        }

        try
        {
            using var listener = new TcpListener(host, uri.Port);
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new HealthGraphException("PORT_TAKEN", $"Port {uri.Port} is taken by another program. Choose one with --port.", e);
        }
        catch (SocketException e)
        {
            throw new HealthGraphException("PORT_REFUSED", $"{address} cannot be listened on: {e.Message}.", e);
        }
    }
}
