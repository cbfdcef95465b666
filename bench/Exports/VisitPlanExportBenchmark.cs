using System.Diagnostics;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Jobs.VisitPlans;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.Bench.Exports;

/// <summary>The whole export (windows, gzip, sha256, files, run) against <c>COPY (same SELECT) TO STDOUT</c>, thrown away.</summary>
/// <remarks>visit-plans.md, Aim.</remarks>
internal static class VisitPlanExportBenchmark
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchDatabase database, BenchOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("healthgraph-bench-");
        try
        {
            var configuration = new ConfigurationBuilder().Build();
            await using var services = new ServiceCollection()
                .AddSingleton<IConfiguration>(configuration)
                .AddSingleton(database.DataSource)
                .AddLogging()
                .AddHealthGraphJobs(configuration, JobsRole.Foreground, folder.FullName)
                .AddSingleton<VisitPlanExporter>()
                .BuildServiceProvider();
            var exporter = services.GetRequiredService<VisitPlanExporter>();

            var ours = new List<double>();
            var limit = new List<double>();
            var peak = 0L;
            for (var round = 0; round < options.Rounds; round++)
            {
                var started = Stopwatch.GetTimestamp();
                var outputs = await exporter.ExportAsync(new VisitPlanExportArguments(), "bench", null, CancellationToken.None);
                ours.Add(outputs.Rows / Stopwatch.GetElapsedTime(started).TotalSeconds);
                peak = Math.Max(peak, Process.GetCurrentProcess().PeakWorkingSet64);

                started = Stopwatch.GetTimestamp();
                await CopyAsync(database);
                limit.Add(outputs.Rows / Stopwatch.GetElapsedTime(started).TotalSeconds);
            }

            return
            [
                new Figure("visit plan export with entries", "plans/s", Figure.Median(ours), Figure.Median(limit), "≥ 0.80"),
                new Figure("memory of the export (limit: the aim)", "MB", peak / 1e6, 200, "≤ 1"),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Both files' rows at once, on two connections, as the export reads them.
    private static Task CopyAsync(BenchDatabase database)
    {
        var sql = new VisitPlanExportSql(new VisitPlanExportArguments());
        var everything = new ExportWindow(0, null, null, 0);
        return Task.WhenAll(ReadAsync(database, sql.CopyPlans(everything)), ReadAsync(database, sql.CopyEntries(everything)));
    }

    private static async Task ReadAsync(BenchDatabase database, string copy)
    {
        // Without an index on the whole order PostgreSQL sorts first, and gives no byte for longer than the usual timeout.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        using var reader = (StreamReader)await connection.BeginTextExportAsync(copy);
        await reader.BaseStream.CopyToAsync(Stream.Null);
    }
}
