using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Telemetry;

/// <summary>
/// The console log, its lines formatted as the framework's console logger does and written together. That one wakes a thread and
/// makes a system call for each line, which took a tenth of what a small request costs.
/// </summary>
/// <remarks>A line is written within <see cref="Linger"/>; a warning or worse at once, so that a crash leaves its reason behind.</remarks>
[ProviderAlias("Console")]
internal sealed class BatchedConsole : ILoggerProvider, ISupportExternalScope
{
    private const int LargestBatch = 64 * 1024;

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);

    private readonly ConsoleFormatter _formatter;
    private readonly TextWriter _output;
    private readonly Timer _timer;
    private readonly Lock _gate = new();
    private readonly Lock _writing = new();
    private StringWriter _pending = new();
    private StringWriter _spare = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public BatchedConsole(IEnumerable<ConsoleFormatter> formatters, IOptions<ConsoleLoggerOptions> options)
        // Console.Out makes a system call for every 256 characters.
        : this(formatters, options, new StreamWriter(Console.OpenStandardOutput(), bufferSize: LargestBatch / 4))
    {
    }

    internal BatchedConsole(IEnumerable<ConsoleFormatter> formatters, IOptions<ConsoleLoggerOptions> options, TextWriter output)
    {
        var name = options.Value.FormatterName ?? ConsoleFormatterNames.Simple;
        _formatter = formatters.FirstOrDefault(formatter => string.Equals(formatter.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException($"Logging:Console:FormatterName is '{name}', but must be simple, json or systemd.");
        _output = output;
        _timer = new Timer(static console => ((BatchedConsole)console!).Flush(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        _timer.Dispose();
        Flush();
    }

    private void Write<TState>(in LogEntry<TState> entry)
    {
        bool isFirst;
        bool isUrgent;
        lock (_gate)
        {
            isFirst = _pending.GetStringBuilder().Length == 0;
            _formatter.Write(entry, _scopes, _pending);
            isUrgent = entry.LogLevel >= LogLevel.Warning || _pending.GetStringBuilder().Length > LargestBatch;
        }

        if (isUrgent)
        {
            Flush();
        }
        else if (isFirst)
        {
            _timer.Change(Linger, Timeout.InfiniteTimeSpan);
        }
    }

    private void Flush()
    {
        // Lines go out in their order: whoever flushes holds the writer until its batch is written.
        lock (_writing)
        {
            StringWriter batch;
            lock (_gate)
            {
                batch = _pending;
                (_pending, _spare) = (_spare, _pending);
            }

            foreach (var part in batch.GetStringBuilder().GetChunks())
            {
                _output.Write(part.Span);
            }

            _output.Flush();
            batch.GetStringBuilder().Clear();
        }
    }

    private sealed class Logger(BatchedConsole console, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => console._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            console.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
    }
}
