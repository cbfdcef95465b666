using System.Diagnostics.Metrics;
using HealthGraph.Api.Endpoint.Streaming;

namespace HealthGraph.Api.Audit;

/// <summary>How the audit is doing, beside the endpoint's other figures.</summary>
internal sealed class AuditMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _written;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _refused;

    public AuditMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(StreamMetrics.MeterName);
        _written = _meter.CreateCounter<long>("healthgraph.audit.events", "{event}", "Events written to the audit.");
        _failures = _meter.CreateCounter<long>("healthgraph.audit.failures", "{attempt}", "Attempts to write to the audit that failed.");
        _refused = _meter.CreateCounter<long>("healthgraph.audit.refused", "{operation}", "What was not done because it could not have been recorded.");
    }

    /// <summary>Shows how many places are taken.</summary>
    public void Watch(AuditTrail trail) => _meter.CreateObservableGauge(
        "healthgraph.audit.taken", () => trail.Taken, "{place}", "Places of the audit's buffer that are taken.");

    public void Written(int events) => _written.Add(events);

    public void Failed() => _failures.Add(1);

    public void Refused() => _refused.Add(1);
}
