using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HealthGraph.Jobs.VisitPlans;

namespace HealthGraph.Api.CommandLine;

/// <summary><c>export visit-plans</c>: the same run as the mutation's, done here while somebody waits.</summary>
internal static class ExportCommand
{
    public static Command Create() => new("export", "Run an export in the foreground.") { CreateVisitPlans(), ExportMipsCommand.Create() };

    private static Command CreateVisitPlans()
    {
        var since = Day("--since", "The first day of appointments, in UTC (default 2022-01-01).");
        var until = Day("--until", "The day of appointments to stop before, in UTC.");
        var states = new Option<string[]>("--state") { Description = "A state of clinics, two letters; may be repeated; all unless given.", HelpName = "CA" };
        var incremental = new Option<bool>("--incremental") { Description = "Only what has changed since the last export of the same choice." };
        var format = new Option<string>("--format") { Description = "How rows are written (default csv)." };
        format.AcceptOnlyFromAmong("csv", "ndjson");
        var noGzip = new Option<bool>("--no-gzip") { Description = "Leave files uncompressed." };
        var json = SharedOptions.Json();
        var command = new Command("visit-plans", "Export published visit plans to the data lake.")
        {
            since, until, states, incremental, format, noGzip, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var arguments = new VisitPlanExportArguments
            {
                Since = parsed.GetValue(since),
                Until = parsed.GetValue(until),
                States = parsed.GetValue(states) ?? [],
                Incremental = parsed.GetValue(incremental),
                Format = parsed.GetValue(format) == "ndjson" ? ExportFormat.Ndjson : ExportFormat.Csv,
                Gzip = !parsed.GetValue(noGzip),
            };
            var outputs = await ExportAsync(parsed, arguments, cancellationToken);
            await PrintAsync(parsed.InvocationConfiguration.Output, outputs, parsed.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    public static Option<DateOnly?> Day(string name, string description)
    {
        var option = new Option<DateOnly?>(name) { Description = description, HelpName = "yyyy-MM-dd" };
        option.CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            result.AddError($"{name} is '{result.Tokens[0].Value}', but must be a day such as 2024-01-31.");
            return null;
        };
        return option;
    }

    private static Task<VisitPlanExportOutputs> ExportAsync(
        ParseResult parsed, VisitPlanExportArguments arguments, CancellationToken cancellationToken) =>
        ForegroundRun.DoAsync<VisitPlanExporter, VisitPlanExportOutputs>(
            parsed,
            (service, requestedBy, watcher) => service.ExportAsync(arguments, requestedBy, watcher, cancellationToken),
            cancellationToken);

    private static async Task PrintAsync(TextWriter output, VisitPlanExportOutputs outputs, bool asJson) => await output.WriteLineAsync(asJson
        ? JsonSerializer.Serialize(outputs, JsonSerializerOptions.Web)
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{outputs.Rows:N0} visit plans and {outputs.EntryRows:N0} entries in {outputs.Parts} parts: {outputs.Manifest} in {outputs.Lake}"));
}
