using System.Text.Json;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Seeding;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Mips;

public sealed class MipsMutationTests(PostgresServer postgres)
{
    private const string Export = """
        mutation Export($input: ExportMipsInput!) {
          exportMips(input: $input) {
            run { id runId kind state }
            errors { __typename ... on Error { message } ... on InvalidMipsArgumentsError { field } ... on MipsRegistrationMissingError { year states } ... on RunAlreadyActiveError { runId } }
          }
        }
        """;

    private const string Set = """
        mutation Set($input: UpdateSettingInput!) {
          updateSetting(input: $input) { setting { key value settingType changedBy } errors { __typename ... on Error { message } ... on InvalidSettingError { code } } }
        }
        """;

    private const string Register = """
        mutation Register($input: UpdateMipsRegistrationInput!) {
          updateMipsRegistration(input: $input) { registered errors { ... on Error { message } ... on InvalidSettingError { code } } }
        }
        """;

    [Fact]
    public async Task An_analyst_asks_for_an_export_and_reads_the_rows_the_rejects_and_how_complete_they_are()
    {
        await using var api = new ApiServer(postgres) { Jobs = JobsRole.Execute };
        await api.InitializeAsync();
        await new Seeder(api.Database.DataSource).SeedAsync(
            new SeedOptions { Patients = 500, Teams = 0 }, progress: null, TestContext.Current.CancellationToken);

        var asked = await api.QueryAsync(Export, new { input = new { year = 2025, asOf = "2026-01-15" } });
        var id = asked.Data.GetProperty("exportMips").GetProperty("run").GetProperty("id").GetString();
        var run = await FinishedAsync(api, id!);
        var read = (await api.QueryAsync("""
            {
              mipsRows(where: { year: { eq: 2025 }, state: { eq: "CA" } }, first: 1) {
                totalCount
                nodes { rowKind treatment visitDate patient { lastName } appointment { status } }
                groups(by: [{ field: ROW_KIND }]) { key { rowKind } count }
              }
              mipsRejects(where: { year: { eq: 2025 }, state: { eq: "CA" } }) { totalCount groups(by: [{ field: REASON }]) { key { reason } count } }
              mipsCompleteness(where: { year: { eq: 2025 }, state: { eq: "CA" } }) {
                nodes { reportedVisits eligibleVisits npiInvalid tinMissing bodyPartUnmapped notCompleted deliveredAt remoteName remoteBytes bytes }
              }
            }
            """)).Data;

        Assert.Equal("SUCCEEDED", run.GetProperty("state").GetString());
        Assert.Equal(["CA", "TX", "WA"], run.GetProperty("outputs").GetProperty("states").EnumerateArray().Select(state => state.GetProperty("state").GetString()));
        var complete = read.GetProperty("mipsCompleteness").GetProperty("nodes")[0];
        var rows = read.GetProperty("mipsRows").GetProperty("totalCount").GetInt64();
        Assert.True(rows > 0);
        Assert.Equal(rows, 3 * complete.GetProperty("reportedVisits").GetInt64());
        Assert.All(read.GetProperty("mipsRows").GetProperty("groups").EnumerateArray(), group => Assert.Equal(rows / 3, group.GetProperty("count").GetInt64()));
        Assert.Equal("completed", read.GetProperty("mipsRows").GetProperty("nodes")[0].GetProperty("appointment").GetProperty("status").GetString());
        Assert.Equal(
            complete.GetProperty("eligibleVisits").GetInt64(),
            new[] { "reportedVisits", "npiInvalid", "tinMissing", "bodyPartUnmapped" }.Sum(part => complete.GetProperty(part).GetInt64()));
        Assert.Equal(
            complete.GetProperty("notCompleted").GetInt64(),
            read.GetProperty("mipsRejects").GetProperty("groups").EnumerateArray()
                .Single(group => group.GetProperty("key").GetProperty("reason").GetString() == "NOT_COMPLETED").GetProperty("count").GetInt64());
        Assert.Equal(complete.GetProperty("bytes").GetInt64(), complete.GetProperty("remoteBytes").GetInt64());
        Assert.Equal("Quality_251001_***.csv", complete.GetProperty("remoteName").GetString());
    }

    [Fact]
    public async Task What_cannot_be_exported_is_refused_by_name_before_a_run_is_made()
    {
        await using var api = new ApiServer(postgres);
        await api.InitializeAsync();
        await api.Database.ExecuteAsync("""
            INSERT INTO settings.setting VALUES ('healthmonix_2025_integration_enabled', 'true', 'boolean'), ('healthmonix_2025_states', 'CA, TX', 'list'),
                ('healthmonix_2026_states', 'CA, Texas', 'list');
            INSERT INTO mips.registration VALUES (2025, 'CA', 'one', 'secret');
            """);

        var year = await ErrorsAsync(api, new { year = 2021, states = new[] { "ca" } });
        var state = await ErrorsAsync(api, new { year = 2025, states = new[] { "ZZ" } });
        var setting = await ErrorsAsync(api, new { year = 2026 });
        var registration = await ErrorsAsync(api, new { year = 2025 });
        var without = await api.QueryAsync(Export, new { input = new { year = 2025, upload = false } });
        var second = await ErrorsAsync(api, new { year = 2025, dryRun = true });

        Assert.Equal(["year", "states"], year.Select(error => error.GetProperty("field").GetString()));
        Assert.Equal("states contains 'ZZ', which is no state of the United States.", Assert.Single(state).GetProperty("message").GetString());
        Assert.Contains("healthmonix_2026_states is 'CA, Texas'", Assert.Single(setting).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("MipsRegistrationMissingError", Assert.Single(registration).GetProperty("__typename").GetString());
        Assert.Equal(["TX"], registration[0].GetProperty("states").EnumerateArray().Select(missing => missing.GetString()));
        Assert.Equal("QUEUED", without.Data.GetProperty("exportMips").GetProperty("run").GetProperty("state").GetString());
        Assert.Equal("RunAlreadyActiveError", Assert.Single(second).GetProperty("__typename").GetString());
        Assert.Equal(1L, await api.Database.ScalarAsync<long>("SELECT count(*) FROM jobs.run"));
    }

    [Fact]
    public async Task Settings_and_registrations_are_changed_together_so_that_the_year_can_be_exported()
    {
        await using var api = new ApiServer(postgres);
        await api.InitializeAsync();
        var admin = await api.CreateKeyAsync(Role.Admin);

        var unknown = await SetAsync(api, admin, "healthmonix_2026_colour", "red");
        var malformed = await SetAsync(api, admin, "healthmonix_2026_minimum_age", "eighteen");
        var nowhere = await SetAsync(api, admin, "healthmonix_2026_states", "CA, ZZ");
        var states = await SetAsync(api, admin, "healthmonix_2026_states", "CA, TX");
        var tooEarly = await SetAsync(api, admin, "healthmonix_2026_integration_enabled", "true");
        var registered = await RegisterAsync(api, admin, new { year = 2026, state = "CA", registrationId = "one", integrationKey = "k-1" });
        await RegisterAsync(api, admin, new { year = 2026, state = "TX", registrationId = "two", integrationKey = "k-2" });
        var enabled = await SetAsync(api, admin, "healthmonix_2026_integration_enabled", "true");
        var more = await SetAsync(api, admin, "healthmonix_2026_states", "CA, TX, NY");
        var taken = await RegisterAsync(api, admin, new { year = 2026, state = "TX" });
        var path = await RegisterAsync(api, admin, new { year = 2026, state = "NY", registrationId = "../../etc", integrationKey = "k-3" });
        var removed = await SetAsync(api, admin, "healthmonix_2026_integration_enabled", null);
        var shown = await api.QueryAsync("{ settings { nodes { key value } } mipsRegistrations { nodes { year state registrationId } } }", key: admin);

        Assert.Equal("UnknownSettingError", Error(unknown).GetProperty("__typename").GetString());
        Assert.Equal("The setting healthmonix_2026_minimum_age is 'eighteen', but must be a whole number.", Error(malformed).GetProperty("message").GetString());
        Assert.Equal("states: 'ZZ' is no state of the United States.", Error(nowhere).GetProperty("message").GetString());
        Assert.Equal("CA, TX", states.GetProperty("setting").GetProperty("value").GetString());
        Assert.StartsWith("key:", states.GetProperty("setting").GetProperty("changedBy").GetString(), StringComparison.Ordinal);
        Assert.Equal("MIPS_REGISTRATION_MISSING", Error(tooEarly).GetProperty("code").GetString());
        Assert.True(registered.GetProperty("registered").GetBoolean());
        Assert.Equal(JsonValueKind.Null, enabled.GetProperty("errors").ValueKind);
        Assert.Equal("2026 is enabled, and NY would have no registration.", Error(more).GetProperty("message").GetString());
        Assert.Equal("2026 is enabled, and TX would have no registration.", Error(taken).GetProperty("message").GetString());
        Assert.Contains("registrationId is '../../etc'", Error(path).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, removed.GetProperty("setting").ValueKind);
        Assert.Equal(
            """{"settings":{"nodes":[{"key":"healthmonix_2026_states","value":"CA, TX"}]},"mipsRegistrations":{"nodes":[{"year":2026,"state":"CA","registrationId":"one"},{"year":2026,"state":"TX","registrationId":"two"}]}}""",
            shown.Data.GetRawText());
    }

    [Theory]
    [InlineData(Role.Analyst)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Team)]
    public async Task Only_an_admin_changes_settings(Role role)
    {
        await using var api = new ApiServer(postgres);
        await api.InitializeAsync();

        var response = await api.QueryAsync(Set, new { input = new { key = "healthmonix_2026_states", value = "CA" } }, await api.CreateKeyAsync(role));

        Assert.Equal("AUTH_NOT_AUTHORIZED", response.Code);
        Assert.Equal(0L, await api.Database.ScalarAsync<long>("SELECT count(*) FROM settings.setting"));
    }

    private static async Task<List<JsonElement>> ErrorsAsync(ApiServer api, object input) =>
        [.. (await api.QueryAsync(Export, new { input })).Data.GetProperty("exportMips").GetProperty("errors").EnumerateArray()];

    private static async Task<JsonElement> SetAsync(ApiServer api, string key, string setting, string? value) =>
        (await api.QueryAsync(Set, new { input = new { key = setting, value } }, key)).Data.GetProperty("updateSetting");

    private static async Task<JsonElement> RegisterAsync(ApiServer api, string key, object input) =>
        (await api.QueryAsync(Register, new { input }, key)).Data.GetProperty("updateMipsRegistration");

    private static JsonElement Error(JsonElement payload) => Assert.Single(payload.GetProperty("errors").EnumerateArray());

    private static async Task<JsonElement> FinishedAsync(ApiServer api, string id)
    {
        JsonElement run = default;
        await Eventually.HoldsAsync(async () =>
        {
            run = (await api.QueryAsync("query Run($id: ID!) { run(id: $id) { state outputs errorMessage } }", new { id })).Data.GetProperty("run");
            return run.GetProperty("state").GetString() is "SUCCEEDED" or "FAILED";
        }, "The run does not end.");
        return run;
    }
}
