using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace HealthGraph.Api.Telemetry;

internal static class ConsoleLogging
{
    /// <summary>The framework's console log, its settings and its formats, written by <see cref="BatchedConsole"/>.</summary>
    public static ILoggingBuilder AddBatchedConsole(this ILoggingBuilder logging)
    {
        logging.AddConsole();
        logging.Services.Remove(logging.Services.Single(service => service.ImplementationType == typeof(ConsoleLoggerProvider)));
        logging.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, BatchedConsole>());
        return logging;
    }
}
