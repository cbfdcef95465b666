using System.Diagnostics.Metrics;

namespace HealthGraph.Api.Endpoint.Streaming;

/// <summary>How many subscriptions and sockets are open, and what goes through them.</summary>
internal sealed class StreamMetrics
{
    /// <summary>The meter's name, for OpenTelemetry.</summary>
    public const string MeterName = "HealthGraph.GraphQL";

    private readonly UpDownCounter<int> _subscriptions;
    private readonly UpDownCounter<int> _sockets;
    private readonly Counter<long> _events;

    public StreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _subscriptions = meter.CreateUpDownCounter<int>("healthgraph.graphql.subscriptions", "{subscription}", "Open subscriptions.");
        _sockets = meter.CreateUpDownCounter<int>("healthgraph.graphql.sockets", "{socket}", "Open WebSockets.");
        _events = meter.CreateCounter<long>("healthgraph.graphql.subscription.events", "{event}", "Events sent to subscribers.");
    }

    public void SubscriptionOpened(string transport) => _subscriptions.Add(1, Transport(transport));

    public void SubscriptionClosed(string transport) => _subscriptions.Add(-1, Transport(transport));

    public void EventSent(string transport) => _events.Add(1, Transport(transport));

    public void SocketOpened() => _sockets.Add(1);

    public void SocketClosed() => _sockets.Add(-1);

    private static KeyValuePair<string, object?> Transport(string transport) => new("transport", transport);
}
