using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace HealthGraph.Api.CommandLine;

/// <summary>How far a long verb is.</summary>
/// <param name="Step">What it is at, for people.</param>
/// <param name="Rows">Rows done so far.</param>
/// <param name="Fraction">From 0 to 1; null while that cannot be told.</param>
internal sealed record Progress(string Step, long? Rows, double? Fraction);

/// <summary>Hands reports on where they are made; <see cref="Progress{T}"/> of .NET would bring them late and out of order.</summary>
internal sealed class Watcher<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}

/// <summary>Shows progress on stderr: a bar on a terminal, else a plain line now and then.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(2);

    public static Task<T> RunAsync<T>(TextWriter error, Func<IProgress<Progress>, Task<T>> action) =>
        ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected ? WithBarAsync(action) : WithLinesAsync(error, action);

    private static Task<T> WithBarAsync<T>(Func<IProgress<Progress>, Task<T>> action)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async display =>
            {
                var bar = display.AddTask("Starting", maxValue: 1);
                var result = await action(new Watcher<Progress>(progress =>
                {
                    bar.Description = Markup.Escape(Text(progress));
                    bar.IsIndeterminate = progress.Fraction is null;
                    bar.Value = progress.Fraction ?? 0;
                }));
                bar.Value = 1;
                return result;
            });
    }

    private static Task<T> WithLinesAsync<T>(TextWriter error, Func<IProgress<Progress>, Task<T>> action)
    {
        var last = 0L;
        return action(new Watcher<Progress>(progress =>
        {
            if (last == 0 || Stopwatch.GetElapsedTime(last) >= BetweenLines)
            {
                last = Stopwatch.GetTimestamp();
                error.WriteLine(progress.Fraction is { } fraction
                    ? string.Create(CultureInfo.InvariantCulture, $"{fraction * 100,3:0} % {Text(progress)}")
                    : Text(progress));
            }
        }));
    }

    private static string Text(Progress progress) => progress.Rows is { } rows and > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{progress.Step} ({rows:N0} rows)")
        : progress.Step;
}
