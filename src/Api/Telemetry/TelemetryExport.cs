using System.Diagnostics;
using HealthGraph.Api.Endpoint.Streaming;
using HealthGraph.Jobs.Scheduling;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace HealthGraph.Api.Telemetry;

/// <summary>Sends traces and metrics to the collector that <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names, for as long as the host runs.</summary>
internal sealed class TelemetryExport : IHostedService, IDisposable
{
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    public TelemetryExport()
    {
        var resource = ResourceBuilder.CreateDefault().AddService("healthgraph");
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource("Microsoft.AspNetCore", "Npgsql", JobsServiceCollectionExtensions.TelemetryName)
            .AddProcessor(new QueryStringRemoval())
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(
                "Microsoft.AspNetCore.Hosting",
                "Microsoft.AspNetCore.Server.Kestrel",
                "System.Runtime",
                "Npgsql",
                StreamMetrics.MeterName,
                JobsServiceCollectionExtensions.TelemetryName)
            .AddOtlpExporter()
            .Build();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    /// <summary>A GET carries its variables in the URL, and variables name patients: no span keeps them.</summary>
    private sealed class QueryStringRemoval : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            foreach (var tag in new[] { "url.query", "url.full", "http.url", "http.target" })
            {
                data.SetTag(tag, null);
            }
        }
    }
}
