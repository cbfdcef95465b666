using System.CommandLine;
using HealthGraph.Api.Hosting;
using HealthGraph.Jobs.Scheduling;

namespace HealthGraph.Api.CommandLine;

/// <summary><c>serve</c>: the API and the scheduler, on whatever is in the database.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var port = SharedOptions.Port();
        var noJobs = new Option<bool>("--no-jobs") { Description = "Serve the API only: other nodes execute the runs." };
        var jobsOnly = new Option<bool>("--jobs-only") { Description = "Execute runs and schedules only: of the API nothing but /health." };
        var command = new Command("serve", "Start the API and the scheduler.") { port, noJobs, jobsOnly };
        command.Validators.Add(result =>
        {
            if (result.GetResult(noJobs) is { Implicit: false } && result.GetResult(jobsOnly) is { Implicit: false })
            {
                result.AddError("--no-jobs and --jobs-only leave nothing to do: choose one.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var server = await Server.StartAsync(
                new ServerOptions
                {
                    DataDirectory = parsed.GetRequiredValue(SharedOptions.Data),
                    Port = parsed.GetValue(port),
                    Jobs = parsed.GetValue(noJobs) ? JobsRole.Queue : JobsRole.Execute,
                    ServesApi = !parsed.GetValue(jobsOnly),
                },
                cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"HealthGraph listens on {server.Url}");
            await server.WaitForStopAsync(cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }
}
