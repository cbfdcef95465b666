using System.CommandLine;
using HealthGraph.Api.Hosting;
using HealthGraph.Domain.Database;
using HealthGraph.Domain.Database.Embedded;
using HealthGraph.Domain.Errors;

namespace HealthGraph.Api.CommandLine;

/// <summary><c>db url|start|stop</c>: the embedded database by itself, for psql and BI tools.</summary>
internal static class DatabaseCommand
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public static Command Create() => new("db", "The embedded database: its address, or run it alone.")
    {
        CreateVerb("url", "Print the connection URI of the running database, password included.", PrintUrlAsync),
        CreateVerb("start", "Run the database alone, until Ctrl-C or 'db stop'.", RunAloneAsync),
        CreateVerb("stop", "Stop a database that 'db start' runs, or that a killed process left behind.", StopAsync),
    };

    private static Command CreateVerb(string name, string description, Func<ParseResult, string, CancellationToken, Task<int>> action)
    {
        var command = new Command(name, description);
        command.SetAction((parsed, cancellationToken) => action(parsed, parsed.GetRequiredValue(SharedOptions.Data), cancellationToken));
        return command;
    }

    private static async Task<int> PrintUrlAsync(ParseResult parsed, string directory, CancellationToken cancellationToken)
    {
        var connectionString = DatabaseOptions.From(Settings.Load()).ConnectionString
            ?? EmbeddedPostgres.ConnectionStringOf(directory)
            ?? throw NotRunning(directory);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(EmbeddedPostgres.ConnectionUri(connectionString));
        return ExitCodes.Success;
    }

    private static async Task<int> RunAloneAsync(ParseResult parsed, string directory, CancellationToken cancellationToken)
    {
        await using var instance = await EmbeddedInstance.StartAsync(InstanceLock.Acquire(directory), cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        await output.WriteLineAsync(EmbeddedPostgres.ConnectionUri(instance.ConnectionString));
        await output.WriteLineAsync("The database runs until Ctrl-C or 'healthgraph db stop'.");
        await WaitForStopAsync(cancellationToken);
        return ExitCodes.Success;
    }

    private static async Task<int> StopAsync(ParseResult parsed, string directory, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(directory))
        {
            throw NotRunning(directory);
        }

        if (InstanceLock.TryAcquire(directory) is { } folder)
        {
            using (folder)
            {
                await EmbeddedPostgres.StopLeftoverAsync(folder, new EmbeddedPostgresOptions(), cancellationToken);
            }
        }
        else
        {
            await StopHolderAsync(directory, cancellationToken);
        }

        await parsed.InvocationConfiguration.Output.WriteLineAsync("The database is stopped.");
        return ExitCodes.Success;
    }

    private static async Task StopHolderAsync(string directory, CancellationToken cancellationToken)
    {
        if (InstanceDescription.TryRead(directory) is not { Url: null } holder)
        {
            throw new InstanceInUseException(Path.GetFullPath(directory), InstanceDescription.TryRead(directory));
        }

        ProcessSignal.Terminate(holder.ProcessId);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StopTimeout);
        while (true)
        {
            if (InstanceLock.TryAcquire(directory) is { } released)
            {
                released.Dispose();
                return;
            }

            await Task.Delay(Patience, deadline.Token);
        }
    }

    private static async Task WaitForStopAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
    }

    private static HealthGraphException NotRunning(string directory) => new(
        "NOT_RUNNING", $"No database runs on {Path.GetFullPath(directory)}. Start ./run or 'healthgraph db start'.");
}
