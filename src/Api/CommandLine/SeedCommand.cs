using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HealthGraph.Api.Hosting;
using HealthGraph.Domain.Seeding;

namespace HealthGraph.Api.CommandLine;

/// <summary><c>seed</c>: sample data of any size, the same for the same numbers.</summary>
internal static class SeedCommand
{
    private const int DefaultPatients = 2000;

    public static Command Create()
    {
        var patients = new Option<int>("--patients")
        {
            Description = "How many patients; visit plans come to two or three for each.",
            HelpName = "N",
            DefaultValueFactory = static _ => DefaultPatients,
        };
        var teams = new Option<int?>("--teams")
        {
            Description = "How many vaccination teams; as many as the patients need unless given, 0 for none.",
            HelpName = "N",
        };
        var seed = new Option<long>("--seed") { Description = "Another number gives other patients.", HelpName = "S", DefaultValueFactory = static _ => 1 };
        var replace = new Option<bool>("--replace") { Description = "Empty the tables first; without it a database that holds data is refused." };
        var json = SharedOptions.Json();
        var command = new Command("seed", "Fill the database with deterministic sample data.") { patients, teams, seed, replace, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var database = await DatabaseSession.OpenAsync(
                Settings.Load(), parsed.GetRequiredValue(SharedOptions.Data), cancellationToken);
            await database.MigrateOwnAsync(cancellationToken);
            var options = new SeedOptions
            {
                Patients = parsed.GetValue(patients),
                Teams = parsed.GetValue(teams),
                Seed = parsed.GetValue(seed),
                Replace = parsed.GetValue(replace),
            };
            var result = await ProgressDisplay.RunAsync(parsed.InvocationConfiguration.Error, watch => new Seeder(database.DataSource).SeedAsync(
                options,
                new Watcher<SeedProgress>(progress => watch.Report(new Progress(progress.Step, progress.Rows, progress.Fraction))),
                cancellationToken));
            await PrintAsync(parsed.InvocationConfiguration.Output, result, parsed.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task PrintAsync(TextWriter output, SeedResult result, bool asJson)
    {
        if (asJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            return;
        }

        foreach (var (table, rows) in result.Rows)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rows,12:N0}  {table}"));
        }
    }
}
