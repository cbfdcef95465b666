using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using HealthGraph.Jobs.PatientTeams;

namespace HealthGraph.Api.CommandLine;

/// <summary><c>patient-teams update</c>: the same run as the mutation's, done here while somebody waits.</summary>
internal static class PatientTeamsCommand
{
    public static Command Create() => new("patient-teams", "Which teams may see which patients.") { CreateUpdate() };

    private static Command CreateUpdate()
    {
        var patients = new Option<Guid[]>("--patient")
        {
            Description = "A patient's id; may be repeated. Everybody unless given.",
            HelpName = "ID",
            CustomParser = result => Ids<Guid>(result, "--patient", "a UUID", Guid.TryParse),
        };
        var teams = new Option<long[]>("--team")
        {
            Description = "A team's id; may be repeated. All teams unless given.",
            HelpName = "ID",
            CustomParser = result => Ids(result, "--team", "a whole number", (string text, out long id) =>
                long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id)),
        };
        var json = SharedOptions.Json();
        var command = new Command(
            "update", "Bring memberships up to date: everybody's, or those of the patients and in the teams that are given.")
        {
            patients, teams, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var arguments = new PatientTeamUpdateArguments
            {
                PatientIds = parsed.GetValue(patients) is { Length: > 0 } patientIds ? patientIds : null,
                TeamIds = parsed.GetValue(teams) is { Length: > 0 } teamIds ? teamIds : null,
            };
            var outputs = await UpdateAsync(parsed, arguments, cancellationToken);
            await PrintAsync(parsed.InvocationConfiguration.Output, outputs, parsed.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private delegate bool TryParse<T>(string text, out T value);

    private static T[]? Ids<T>(ArgumentResult result, string option, string kind, TryParse<T> tryParse)
    {
        List<T> ids = [];
        foreach (var token in result.Tokens)
        {
            if (!tryParse(token.Value, out var id))
            {
                result.AddError($"{option} is '{token.Value}', but must be {kind}.");
                return null;
            }

            ids.Add(id);
        }

        return [.. ids];
    }

    private static Task<PatientTeamUpdateOutputs> UpdateAsync(
        ParseResult parsed, PatientTeamUpdateArguments arguments, CancellationToken cancellationToken) =>
        ForegroundRun.DoAsync<PatientTeamUpdates, PatientTeamUpdateOutputs>(
            parsed,
            (service, requestedBy, watcher) => service.UpdateAsync(arguments, requestedBy, watcher, cancellationToken),
            cancellationToken);

    private static async Task PrintAsync(TextWriter output, PatientTeamUpdateOutputs outputs, bool asJson) => await output.WriteLineAsync(asJson
        ? JsonSerializer.Serialize(outputs, JsonSerializerOptions.Web)
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{outputs.Inserted:N0} inserted, {outputs.Changed:N0} changed, {outputs.Deleted:N0} deleted, {outputs.Unchanged:N0} unchanged"));
}
