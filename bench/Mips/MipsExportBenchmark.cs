using System.Diagnostics;
using System.Globalization;
using HealthGraph.Domain.Database;
using HealthGraph.Domain.Database.Embedded;
using HealthGraph.Domain.Mips;
using HealthGraph.Domain.Seeding;
using HealthGraph.Jobs.Mips;
using HealthGraph.Jobs.Scheduling;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.Bench.Mips;

/// <summary>
/// One state-year built, published, hashed and delivered to the outbox, against the bare statements that build its rows and one COPY of
/// them, thrown away. All clinics are put into one state, so that the year has appointments enough.
/// </summary>
/// <remarks>mips.md, Aim.</remarks>
internal static class MipsExportBenchmark
{
    private const int Year = 2025;
    private const string State = "CA";

    // Recent years have more of a patient's 5.8 appointments.
    private const double AppointmentsPerPatient = 1.2;

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchOptions options)
    {
        var directory = Path.GetFullPath(Path.Combine(".cache", string.Create(CultureInfo.InvariantCulture, $"bench-mips-{options.Appointments}")));
        var folder = InstanceLock.Acquire(directory);
        await using var cluster = await EmbeddedPostgres.StartAsync(folder, new EmbeddedPostgresOptions(), CancellationToken.None);
        await using var dataSource = DatabaseConnection.Create(cluster.ConnectionString);
        await PrepareAsync(dataSource, options);
        var lake = Directory.CreateTempSubdirectory("healthgraph-bench-");
        try
        {
            var configuration = new ConfigurationBuilder().Build();
            await using var services = new ServiceCollection()
                .AddSingleton<IConfiguration>(configuration)
                .AddSingleton(dataSource)
                .AddLogging()
                .AddHealthGraphJobs(configuration, JobsRole.Foreground, lake.FullName)
                .BuildServiceProvider();
            var exporter = services.GetRequiredService<MipsExporter>();
            var (ours, limit) = (new List<double>(), new List<double>());
            var (peak, rows) = (0L, 0L);
            for (var round = 0; round < options.Rounds; round++)
            {
                var started = Stopwatch.GetTimestamp();
                await BareAsync(dataSource);
                limit.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);

                started = Stopwatch.GetTimestamp();
                var outputs = await exporter.ExportAsync(new MipsExportArguments { Year = Year, States = [State] }, "bench", null, CancellationToken.None);
                ours.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                peak = Math.Max(peak, Process.GetCurrentProcess().PeakWorkingSet64);
                rows = outputs.States[0].Counts!.TotalRows;
            }

            var appointments = await CountAsync(dataSource);
            var name = string.Create(CultureInfo.InvariantCulture, $"MIPS state-year, {appointments:#,0} appointments, {rows:#,0} rows");
            return
            [
                new Figure(name, "s", Figure.Median(ours), Figure.Median(limit), "≤ 2"),
                new Figure("the same (limit: the aim)", "s", Figure.Median(ours), 10, "≤ 1"),
                new Figure("memory of the export (limit: the aim)", "MB", peak / 1e6, 200, "≤ 1"),
            ];
        }
        finally
        {
            lake.Delete(recursive: true);
        }
    }

    private static async Task PrepareAsync(NpgsqlDataSource dataSource, BenchOptions options)
    {
        await DatabaseMigrator.MigrateAsync(dataSource, CancellationToken.None);
        var seeder = new Seeder(dataSource);
        if (!await seeder.IsEmptyAsync(CancellationToken.None))
        {
            return;
        }

        await Console.Error.WriteLineAsync($"Seeding about {options.Appointments:#,0} appointments of {Year}, once …");
        await seeder.SeedAsync(
            new SeedOptions { Patients = (int)(options.Appointments / AppointmentsPerPatient), Teams = 0 }, null, CancellationToken.None);
        foreach (var statement in new[] { "UPDATE matrix.destination SET state = 'CA'", "VACUUM (ANALYZE)" })
        {
#pragma warning disable CA2100 // The two above.
            await using var command = dataSource.CreateCommand(statement);
#pragma warning restore CA2100
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task BareAsync(NpgsqlDataSource dataSource)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await MipsRowBuilder.BuildAsync(
            connection,
            new MipsBuildRequest { Year = Year, State = State, RunId = Guid.Empty, StrictlyContained = false, MinimumAge = MipsSettings.DefaultMinimumAge },
            CancellationToken.None);
        using var reader = (StreamReader)await connection.BeginTextExportAsync(MipsCsv.Copy(Year, State));
        await reader.BaseStream.CopyToAsync(Stream.Null);
        reader.Dispose();
        await transaction.CommitAsync();
    }

    private static async Task<long> CountAsync(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand("SELECT count(*) FROM matrix.appointment WHERE time_start >= '2025-01-01Z' AND time_start < '2026-01-01Z'");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
