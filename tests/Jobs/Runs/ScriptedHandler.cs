using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.Tests.Runs;

/// <summary>A handler that does what the test says.</summary>
internal sealed class ScriptedHandler(Func<RunContext, CancellationToken, Task> script) : IRunHandler
{
    private int _calls;
    private int _cleanUps;

    public string Kind => "test";

    public int Calls => Volatile.Read(ref _calls);

    public int CleanUps => Volatile.Read(ref _cleanUps);

    public Task ExecuteAsync(RunContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return script(context, cancellationToken);
    }

    public Task CleanUpAsync(RunContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _cleanUps);
        return Task.CompletedTask;
    }
}
