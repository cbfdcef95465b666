using System.CommandLine;
using HealthGraph.Api.Hosting;
using HealthGraph.Domain.Database;
using HealthGraph.Domain.Runs;
using HealthGraph.Jobs.Scheduling;

namespace HealthGraph.Api.CommandLine;

/// <summary>Does a run in this process, beside a server or without one, and shows how far it is.</summary>
internal static class ForegroundRun
{
    /// <summary>Does what a run does by the service of that type; it is given who asks, as <c>jobs.run</c> holds it.</summary>
    public static async Task<TOutputs> DoAsync<TService, TOutputs>(
        ParseResult parsed,
        Func<TService, string, IProgress<RunProgress>, Task<TOutputs>> run,
        CancellationToken cancellationToken)
        where TService : notnull
    {
        var configuration = Settings.Load();
        var directory = parsed.GetRequiredValue(SharedOptions.Data);
        await using var database = await DatabaseSession.OpenAsync(configuration, directory, cancellationToken);
        await database.MigrateOwnAsync(cancellationToken);
        configuration[$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.ConnectionString)}"] = database.ConnectionString;

        // What goes wrong is said in one line at the end; a log beside it would only say it twice.
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHealthGraphDatabase(configuration);
        services.AddHealthGraphJobs(configuration, JobsRole.Foreground, Path.GetFullPath(directory));
        await using var provider = services.BuildServiceProvider();
        return await ProgressDisplay.RunAsync(parsed.InvocationConfiguration.Error, watch => run(
            provider.GetRequiredService<TService>(),
            $"command line ({Environment.UserName})",
            new Watcher<RunProgress>(progress => watch.Report(new Progress(progress.Step ?? "Starting", progress.Rows, progress.Percent / 100)))));
    }
}
