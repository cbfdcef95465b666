using System.Text;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Mathematics;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Perfolizer.Horology;

namespace HealthGraph.Bench.Engine;

/// <summary>The engine before the database: time and bytes allocated, each beside the limit of its class.</summary>
internal static class EngineBenchmark
{
    // The log of each run, and why one failed, is a file under the artifacts' path.
    // In this process: a project that BenchmarkDotNet made up would have to be restored, and the analyzers would stop it.
    private static readonly IConfig Config = ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithToolchain(InProcessNoEmitToolchain.Instance)
            .WithWarmupCount(15)
            .WithIterationCount(11)
            .WithIterationTime(TimeInterval.FromMilliseconds(100)))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(NullLogger.Instance)
        .WithArtifactsPath(Path.Combine(".cache", "bench-engine"));

    public static IReadOnlyList<EngineFigure> Run() =>
    [
        .. Run<ParseBenchmarks>("parse", "≥ 150 MB/s"),
        .. Run<RequestBenchmarks>("dashboard request", "Cold < 300 µs; Cached < 20 µs, < 4 KB"),
        .. Run<IntrospectionBenchmarks>("introspection", "< 250 µs"),
        .. Run<InMemoryBenchmarks>("100 objects in memory", ""),
    ];

    private static IEnumerable<EngineFigure> Run<T>(string name, string aim)
    {
        var reports = BenchmarkRunner.Run<T>(Config).Reports;
        foreach (var report in reports.Where(report => !IsLimit(report)))
        {
            var limit = reports.Single(other => IsLimit(other) && Argument(other) == Argument(report));
            yield return new EngineFigure
            {
                Name = string.Join(' ', new[] { name, report.BenchmarkCase.Descriptor.WorkloadMethod.Name, Argument(report) }.Where(part => part.Length > 0)),
                Microseconds = Statistics(report).Median / 1000,
                LeastMicroseconds = Statistics(report).Min / 1000,
                AllocatedBytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0,
                LimitMicroseconds = Statistics(limit).Median / 1000,
                InputBytes = report.BenchmarkCase.Parameters["Document"] is DocumentName document ? Encoding.UTF8.GetByteCount(EngineDocuments.Of(document)) : null,
                Aim = aim,
            };
        }
    }

    private static bool IsLimit(BenchmarkReport report) => report.BenchmarkCase.Descriptor.Baseline;

    private static string Argument(BenchmarkReport report) => report.BenchmarkCase.Parameters.Items.SingleOrDefault()?.Value.ToString() ?? "";

    private static Statistics Statistics(BenchmarkReport report) => report.ResultStatistics ?? throw new InvalidOperationException($"{report.BenchmarkCase.DisplayInfo} did not run.");
}
