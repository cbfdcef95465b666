using System.CommandLine;
using HealthGraph.Api.Hosting;

namespace HealthGraph.Api.CommandLine;

/// <summary><c>serve</c>: the API and the scheduler, on whatever is in the database.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var port = SharedOptions.Port();
        var command = new Command("serve", "Start the API and the scheduler.") { port };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var server = await Server.StartAsync(
                new ServerOptions { DataDirectory = parsed.GetRequiredValue(SharedOptions.Data), Port = parsed.GetValue(port) }, cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"HealthGraph listens on {server.Url}");
            await server.WaitForStopAsync(cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }
}
