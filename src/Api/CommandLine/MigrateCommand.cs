using System.CommandLine;
using HealthGraph.Api.Hosting;
using HealthGraph.Domain.Database;

namespace HealthGraph.Api.CommandLine;

/// <summary><c>migrate</c>: brings the database up to this release.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Apply migrations: bring the database up to this release.");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        await using var database = await DatabaseSession.OpenAsync(
            Settings.Load(), parsed.GetRequiredValue(SharedOptions.Data), cancellationToken);
        var applied = await DatabaseMigrator.MigrateAsync(database.DataSource, cancellationToken);
        foreach (var migration in applied)
        {
            await output.WriteLineAsync($"applied {migration}");
        }

        if (applied.Count == 0)
        {
            await output.WriteLineAsync("The database is up to date.");
        }

        return ExitCodes.Success;
    }
}
