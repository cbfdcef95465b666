using System.Globalization;

namespace HealthGraph.Jobs.Node;

/// <summary>
/// A point at which this node stops and waits, so that a test can kill, freeze or stop it there and nowhere else:
/// HEALTHGRAPH_NODE_HALT=STEP:N is the Nth time that the step is come to. In the folder, NODE.halted says that it waits, NODE.told that it was
/// asked to stop meanwhile, and NODE.go lets it go on. steps.log has a line for everything that others could see.
/// </summary>
internal sealed class HaltingPoint(string folder)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);
    private static readonly Lock Writing = new();

    private readonly string _node = Environment.GetEnvironmentVariable("HEALTHGRAPH__JOBS__INSTANCEID") ?? "node";
    private readonly string[] _halt = (Environment.GetEnvironmentVariable("HEALTHGRAPH_NODE_HALT") ?? ":0").Split(':');
    private int _times;

    /// <summary>Notes that others can see something new.</summary>
    public void Note(string step, string what)
    {
        lock (Writing)
        {
            File.AppendAllText(Path.Combine(folder, "steps.log"), $"{_node} {step} {what}\n");
        }
    }

    /// <summary>Waits if this is the point, until it may go on, or is asked to stop.</summary>
    public async Task ComeToAsync(string step, CancellationToken cancellationToken)
    {
        if (IsHere(step))
        {
            Tell("halted");
            await GoAsync(cancellationToken);
        }
    }

    /// <summary>Waits if this is the point, until it may go on, whoever asks to stop.</summary>
    public async Task ComeToDeafAsync(string step, CancellationToken cancellationToken)
    {
        if (IsHere(step))
        {
            await using var asked = cancellationToken.Register(() => Tell("told"));
            Tell("halted");
            await GoAsync(CancellationToken.None);
        }
    }

    private bool IsHere(string step) =>
        step == _halt[0] && Interlocked.Increment(ref _times) == int.Parse(_halt[1], CultureInfo.InvariantCulture);

    private void Tell(string what) => File.WriteAllText(Path.Combine(folder, $"{_node}.{what}"), "");

    private async Task GoAsync(CancellationToken cancellationToken)
    {
        while (!File.Exists(Path.Combine(folder, $"{_node}.go")))
        {
            await Task.Delay(Interval, cancellationToken);
        }
    }
}
