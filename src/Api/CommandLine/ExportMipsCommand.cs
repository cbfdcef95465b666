using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HealthGraph.Jobs.Mips;
using HealthGraph.Jobs.Runs;

namespace HealthGraph.Api.CommandLine;

/// <summary><c>export mips</c>: the same run as the mutation's, done here while somebody waits.</summary>
internal static class ExportMipsCommand
{
    public static Command Create()
    {
        var year = new Option<int>("--year") { Description = "The performance year.", HelpName = "2025", Required = true };
        var states = new Option<string[]>("--state") { Description = "A state of clinics, two letters; may be repeated; those of the year's setting unless given.", HelpName = "CA" };
        var noUpload = new Option<bool>("--no-upload") { Description = "Publish in the lake and deliver nothing." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Build and count, compare with the last export, and leave everything as it is." };
        var asOf = ExportCommand.Day("--as-of", "The day in the names of folder and file (default today, in California).");
        var acceptDrop = new Option<bool>("--accept-drop") { Description = "Publish although there are far fewer rows than last time." };
        var json = SharedOptions.Json();
        var command = new Command("mips", "Export a year's rows for the quality registry.") { year, states, noUpload, dryRun, asOf, acceptDrop, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var arguments = new MipsExportArguments
            {
                Year = parsed.GetValue(year),
                States = parsed.GetValue(states) is { Length: > 0 } given ? given : null,
                Upload = !parsed.GetValue(noUpload),
                DryRun = parsed.GetValue(dryRun),
                AsOf = parsed.GetValue(asOf),
                AcceptDrop = parsed.GetValue(acceptDrop),
            };
            var outputs = await ForegroundRun.DoAsync<MipsExporter, MipsExportOutputs>(
                parsed, (service, requestedBy, watcher) => service.ExportAsync(arguments, requestedBy, watcher, cancellationToken), cancellationToken);
            await PrintAsync(parsed.InvocationConfiguration.Output, outputs, parsed.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task PrintAsync(TextWriter output, MipsExportOutputs outputs, bool asJson)
    {
        if (asJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(outputs, RunJson.Options));
            return;
        }

        if (outputs.Skipped)
        {
            await output.WriteLineAsync($"{outputs.Year} lists no states: nothing to export.");
        }

        foreach (var state in outputs.States)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{state.State}: {state.Result.ToString().ToLowerInvariant()}, {state.Counts!.TotalRows:N0} rows{Change(state)}, {state.Counts.TotalRejects:N0} appointments rejected{Place(outputs, state)}"));
            foreach (var (reason, count) in state.Counts.Rejects.Where(rejected => rejected.Value > 0))
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"    {count,10:N0}  {reason}"));
            }

            if (state.Warning is { } warning)
            {
                await output.WriteLineAsync($"    {warning}");
            }
        }
    }

    private static string Change(MipsStateOutputs state) => state.Previous is { } previous
        ? string.Create(CultureInfo.InvariantCulture, $" ({previous.TotalRows:N0} last time)")
        : "";

    private static string Place(MipsExportOutputs outputs, MipsStateOutputs state) =>
        (state.Path is null ? "" : $"; {state.Path} in {outputs.Lake}")
        + (state.Delivery is { } delivery ? string.Create(CultureInfo.InvariantCulture, $"; {delivery.Name}, {delivery.Bytes:N0} bytes, at {delivery.To}") : "");
}
