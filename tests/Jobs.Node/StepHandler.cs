using System.Globalization;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.Node;

/// <summary>Publishes twenty steps, a line of a file each, and goes on after the last one that an earlier attempt published.</summary>
internal sealed class StepHandler(string file, HaltingPoint point) : IRunHandler
{
    public const int Steps = 20;

    public string Kind => "steps";

    public async Task ExecuteAsync(RunContext context, CancellationToken cancellationToken)
    {
        var done = (await context.PartsAsync(cancellationToken)).Count;
        for (var step = done + 1; step <= Steps; step++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(150), cancellationToken);
            await point.ComeToAsync("step", cancellationToken);
            await PublishAsync(context, step, cancellationToken);
        }
    }

    public Task CleanUpAsync(RunContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    private Task PublishAsync(RunContext context, int step, CancellationToken cancellationToken) => context.PublishAsync(
        async (publication, token) =>
        {
            var part = new RunPart { FileSet = "steps", Number = step, Path = file, Rows = 1, Bytes = 0, Sha256 = "" };
            await publication.SavePartAsync(part, token);
            await File.AppendAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"{step}\n"), token);
        },
        cancellationToken);
}
