using System.Text.Json;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.CommandLine;

public sealed class CommandLineTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("serve --port 0")]
    [InlineData("serve --port x")]
    [InlineData("serve --no-jobs --jobs-only")]
    [InlineData("seed --patients many")]
    [InlineData("keys")]
    [InlineData("keys create")]
    [InlineData("keys create --name a --role king")]
    [InlineData("keys create --name a --role admin --team 1")]
    [InlineData("keys create --name a --role admin --expires-in-days 0")]
    [InlineData("export visit-plans --since yesterday")]
    [InlineData("export visit-plans --format xml")]
    [InlineData("seed --teams few")]
    [InlineData("patient-teams")]
    [InlineData("patient-teams update --patient 7")]
    [InlineData("patient-teams update --team north")]
    public async Task What_is_asked_wrongly_ends_with_2_and_one_line(string arguments)
    {
        await using var program = await Program.RunAsync(null, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, program.ExitCode);
        Assert.Single(program.Error.Trim().Split('\n'));
        Assert.Contains("--help", program.Error, StringComparison.Ordinal);
        Assert.Empty(program.Output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("serve --help")]
    [InlineData("demo --help")]
    [InlineData("migrate --help")]
    [InlineData("seed --help")]
    [InlineData("export visit-plans --help")]
    [InlineData("patient-teams update --help")]
    [InlineData("schema print --help")]
    [InlineData("keys create --help")]
    [InlineData("keys list --help")]
    [InlineData("keys revoke --help")]
    [InlineData("db url --help")]
    [InlineData("db start --help")]
    [InlineData("db stop --help")]
    public async Task Every_verb_has_help(string arguments)
    {
        await using var program = await Program.RunAsync(null, arguments.Split(' '));

        Assert.Equal(0, program.ExitCode);
        Assert.Contains("Usage:", program.Output, StringComparison.Ordinal);
        Assert.Empty(program.Error);
    }

    [Fact]
    public async Task Keys_are_made_listed_and_revoked()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var environment = On(database);

        await using var created = await Program.RunAsync(environment, "keys", "create", "--name", "Ada", "--role", "analyst", "--json");
        var json = JsonDocument.Parse(created.Output).RootElement;
        var prefix = json.GetProperty("details").GetProperty("prefix").GetString()!;
        await using var listed = await Program.RunAsync(environment, "keys", "list");
        await using var revoked = await Program.RunAsync(environment, "keys", "revoke", prefix);
        await using var again = await Program.RunAsync(environment, "keys", "revoke", prefix);
        await using var unknown = await Program.RunAsync(environment, "keys", "revoke", "hg_nobody");

        Assert.StartsWith(prefix, json.GetProperty("key").GetString(), StringComparison.Ordinal);
        Assert.Contains(prefix, listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(json.GetProperty("key").GetString()!, listed.Output, StringComparison.Ordinal);
        Assert.Equal(0, revoked.ExitCode);
        Assert.Equal(1, again.ExitCode);
        Assert.Equal(1, unknown.ExitCode);
        Assert.Single(again.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_database_that_does_not_answer_ends_with_1_and_one_line()
    {
        var environment = new Dictionary<string, string>
        {
            ["HEALTHGRAPH__DATABASE__CONNECTIONSTRING"] = "Host=127.0.0.1;Port=1;Username=a;Password=b;Database=c",
        };

        await using var program = await Program.RunAsync(environment, "keys", "list");

        Assert.Equal(1, program.ExitCode);
        Assert.Single(program.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_database_of_an_older_release_is_told_apart()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();

        await using var before = await Program.RunAsync(On(database), "keys", "list");
        await using var migrated = await Program.RunAsync(On(database), "migrate");
        await using var after = await Program.RunAsync(On(database), "keys", "list");

        Assert.Equal(1, before.ExitCode);
        Assert.Contains("healthgraph migrate", before.Error, StringComparison.Ordinal);
        Assert.Contains("applied 20261121000300_Access", migrated.Output, StringComparison.Ordinal);
        Assert.Equal(0, after.ExitCode);
    }

    [Fact]
    public async Task Sample_data_is_made_and_exported()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var data = Directory.CreateTempSubdirectory("healthgraph-cli-").FullName;
        try
        {
            await using var seeded = await Program.RunAsync(On(database), "seed", "--patients", "50", "--json");
            await using var again = await Program.RunAsync(On(database), "seed", "--patients", "50");
            await using var exported = await Program.RunAsync(On(database), "export", "visit-plans", "--data", data, "--json");
            await using var refused = await Program.RunAsync(On(database), "export", "visit-plans", "--data", data, "--state", "California");

            Assert.Equal(0, seeded.ExitCode);
            Assert.Equal(1, again.ExitCode);
            Assert.Equal(0, exported.ExitCode);
            var outputs = JsonDocument.Parse(exported.Output).RootElement;
            var expected = await database.ScalarAsync<long>("""
                SELECT count(*)
                FROM marketplace.visit_plan
                WHERE published_at IS NOT NULL
                  AND appointment_date >= '2022-01-01Z'
                """);
            Assert.Equal(expected, outputs.GetProperty("rows").GetInt64());
            Assert.True(File.Exists(Path.Combine(data, "lake", outputs.GetProperty("manifest").GetString()!)));
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("California", refused.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static Dictionary<string, string> On(TestDatabase database) => new()
    {
        ["HEALTHGRAPH__DATABASE__CONNECTIONSTRING"] = database.ConnectionString,
    };
}
