using System.Text.Json;
using HealthGraph.Bench;
using HealthGraph.Bench.Engine;
using HealthGraph.Bench.Exports;
using HealthGraph.Bench.Mips;
using HealthGraph.Bench.PatientTeams;
using HealthGraph.Bench.Reading;
using HealthGraph.Bench.Servers;
using HealthGraph.Bench.Tables;

if (args is ["--limit-server", var url, var connectionString])
{
    await LimitServer.RunAsync(url, connectionString);
    return 0;
}

var options = BenchOptions.Parse(args);
if (options is null)
{
    Console.Error.WriteLine($"usage: bench/run [{string.Join('|', BenchOptions.Names)}]... [--plans N] [--patients N] [--teams N] [--appointments N] [--warm-up N] [--seconds N] [--rounds N] [--json]");
    return 2;
}

if (options.Includes("engine"))
{
    var engine = EngineBenchmark.Run();
    Console.WriteLine(options.Json ? JsonSerializer.Serialize(engine) : EngineFigure.Table(engine));
}

if (options.Includes("patient-teams"))
{
    var teams = await PatientTeamBenchmark.RunAsync(options);
    Console.WriteLine(options.Json ? JsonSerializer.Serialize(teams) : Figure.Table(teams));
}

if (options.Includes("mips"))
{
    var mips = await MipsExportBenchmark.RunAsync(options);
    Console.WriteLine(options.Json ? JsonSerializer.Serialize(mips) : Figure.Table(mips));
}

var figures = new List<Figure>();
if (options.Includes("reading") || options.Includes("groups") || options.Includes("export") || options.Includes("csv"))
{
    await using var database = await BenchDatabase.OpenAsync(options.Plans);
    figures.AddRange(options.Includes("reading") ? await ReadingBenchmark.RunAsync(database, options) : []);
    figures.AddRange(options.Includes("groups") ? await GroupBenchmark.RunAsync(database, options) : []);
    figures.AddRange(options.Includes("export") ? await VisitPlanExportBenchmark.RunAsync(database, options) : []);
    figures.AddRange(options.Includes("csv") ? await TableBenchmark.RunAsync(database, options) : []);
    Console.WriteLine(options.Json ? JsonSerializer.Serialize(figures) : Figure.Table(figures));
}

return 0;
