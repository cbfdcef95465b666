using System.Text.Json;
using HealthGraph.Bench;
using HealthGraph.Bench.Exports;
using HealthGraph.Bench.Reading;
using HealthGraph.Bench.Servers;

if (args is ["--limit-server", var url, var connectionString])
{
    await LimitServer.RunAsync(url, connectionString);
    return 0;
}

var options = BenchOptions.Parse(args);
if (options is null)
{
    Console.Error.WriteLine($"usage: bench/run [{string.Join('|', BenchOptions.Names)}]... [--plans N] [--seconds N] [--rounds N] [--json]");
    return 2;
}

await using var database = await BenchDatabase.OpenAsync(options.Plans);
var figures = new List<Figure>();
if (options.Includes("reading"))
{
    figures.AddRange(await ReadingBenchmark.RunAsync(database, options));
}

if (options.Includes("export"))
{
    figures.AddRange(await VisitPlanExportBenchmark.RunAsync(database, options));
}

Console.WriteLine(options.Json ? JsonSerializer.Serialize(figures) : Figure.Table(figures));
return 0;
