namespace HealthGraph.Api.Telemetry;

internal static class TelemetryServiceCollectionExtensions
{
    /// <summary>Traces and metrics, when there is somebody to send them to.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration) =>
        string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])
            ? services
            : services.AddHostedService<TelemetryExport>();
}
