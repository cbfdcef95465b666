using HealthGraph.Api.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Tests.Telemetry;

public sealed class BatchedConsoleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Lines_come_together_and_soon()
    {
        var output = new Output();
        using var console = Open(output);
        var logger = console.CreateLogger("Endpoint");

        logger.LogInformation("first");
        logger.LogInformation("second");
        await output.Flushed.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(["info: Endpoint[0] first", "info: Endpoint[0] second"], output.Lines);
        Assert.Equal(1, output.Flushes);
    }

    [Fact]
    public void A_warning_is_written_at_once_behind_what_came_before_it()
    {
        var output = new Output();
        using var console = Open(output);
        var logger = console.CreateLogger("Endpoint");

        logger.LogInformation("first");
        logger.LogError("second");

        Assert.Equal(["info: Endpoint[0] first", "fail: Endpoint[0] second"], output.Lines);
    }

    [Fact]
    public void The_last_lines_are_written_when_the_log_is_closed()
    {
        var output = new Output();
        var console = Open(output);

        var logger = console.CreateLogger("Endpoint");
        logger.LogInformation("last");
        console.Dispose();

        Assert.Equal(["info: Endpoint[0] last"], output.Lines);
    }

    [Fact]
    public void No_line_is_lost_or_torn_when_many_write()
    {
        const int Writers = 8;
        const int Each = 2_000;
        var output = new Output();
        using (var console = Open(output))
        {
            var logger = console.CreateLogger("Endpoint");
            Parallel.For(0, Writers, writer =>
            {
                for (var i = 0; i < Each; i++)
                {
                    logger.Log(LogLevel.Information, 0, (writer, i), null, static (state, _) => $"{state.writer} {state.i}");
                }
            });
        }

        Assert.Equal(
            Enumerable.Range(0, Writers * Each).Select(i => $"info: Endpoint[0] {i / Each} {i % Each}").Order(StringComparer.Ordinal),
            output.Lines.Order(StringComparer.Ordinal));
        Assert.All(
            output.Lines.GroupBy(line => line.Split(' ')[2]),
            written => Assert.Equal(Enumerable.Range(0, Each), written.Select(line => int.Parse(line.Split(' ')[3], System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void The_format_of_the_settings_is_used()
    {
        var output = new Output();
        using (var console = Open(output, ConsoleFormatterNames.Json))
        {
            console.CreateLogger("Endpoint").LogInformation("done");
        }

        Assert.Contains("\"Message\":\"done\"", Assert.Single(output.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void It_takes_the_place_of_the_framework_s_console()
    {
        using var services = new ServiceCollection().AddLogging(logging => logging.AddBatchedConsole()).BuildServiceProvider();

        Assert.IsType<BatchedConsole>(Assert.Single(services.GetServices<ILoggerProvider>()));
    }

    private static BatchedConsole Open(TextWriter output, string format = ConsoleFormatterNames.Simple)
    {
        var services = new ServiceCollection().AddLogging(logging => logging.AddSimpleConsole(simple =>
        {
            simple.SingleLine = true;
            simple.ColorBehavior = LoggerColorBehavior.Disabled;
        })).BuildServiceProvider();
        return new BatchedConsole(
            services.GetServices<ConsoleFormatter>(), Options.Create(new ConsoleLoggerOptions { FormatterName = format }), output);
    }

    /// <summary>Keeps what was written, and tells of the first flush.</summary>
    private sealed class Output : StringWriter
    {
        public TaskCompletionSource Flushed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Flushes { get; private set; }

        public string[] Lines => ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        public override void Flush()
        {
            Flushes++;
            Flushed.TrySetResult();
        }
    }
}
