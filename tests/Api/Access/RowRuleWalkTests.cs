using System.Diagnostics;
using System.Text;
using System.Text.Json;
using HealthGraph.Api.Composition;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Mips;
using HealthGraph.Domain.Seeding;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.Access;

/// <summary>
/// Two databases that differ only in what a caller may not know, asked everything that the schema lets one ask: the answers are the same,
/// byte for byte. What an analyst is told differs, which shows that the questions are sharp.
/// </summary>
public sealed class RowRuleWalkTests(PostgresServer postgres)
{
    private const int OwnTeam = 1;
    private const int SelectionsPerRequest = 20;

    private const string Memberships = """
        INSERT INTO immunisation.team (id, name) VALUES (1, 'Own'), (2, 'Other'), (3, 'Both') ON CONFLICT (id) DO NOTHING;
        DELETE FROM immunisation.patient_team;
        INSERT INTO immunisation.patient_team
        SELECT id, CASE WHEN number % 2 = 0 THEN 1 ELSE 2 END, '{0}'
        FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM marketplace.patient) AS numbered;
        INSERT INTO immunisation.patient_team
        SELECT id, 3, '{1,2}' FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM marketplace.patient) AS numbered WHERE number % 5 = 0;

        -- Plans of own patients that were written at an appointment of somebody else's.
        UPDATE marketplace.visit_plan SET appointment_id = (
            SELECT appointment.appointment_id
            FROM matrix.appointment
            JOIN matrix.care_plan ON care_plan.id = appointment.care_plan_id
            JOIN immunisation.patient_team USING (patient_id)
            WHERE team_id = 2
            ORDER BY appointment.id
            LIMIT 1)
        WHERE id IN (
            SELECT visit_plan.id
            FROM marketplace.visit_plan
            JOIN matrix.care_plan ON aggregate_id = care_plan_aggregate_id
            JOIN immunisation.patient_team ON patient_team.patient_id = care_plan.patient_id
            WHERE team_id = 1
            ORDER BY visit_plan.id
            LIMIT 2);
        """;

    // Of the patients that are not the own team's: a third is gone, the others are other people; and there are new ones.
    private const string OtherPatientsDiffer = """
        CREATE TEMP TABLE other AS
        SELECT id, row_number() OVER (ORDER BY id) AS number
        FROM marketplace.patient
        WHERE id NOT IN (SELECT patient_id FROM immunisation.patient_team WHERE team_id = 1);
        CREATE TEMP TABLE other_plan AS
        SELECT care_plan.id, aggregate_id, number FROM matrix.care_plan JOIN other ON other.id = patient_id;

        DELETE FROM marketplace.visit_plan WHERE care_plan_aggregate_id IN (SELECT aggregate_id FROM other_plan WHERE number % 3 = 0);
        DELETE FROM matrix.care_plan WHERE id IN (SELECT id FROM other_plan WHERE number % 3 = 0);
        DELETE FROM marketplace.patient WHERE id IN (SELECT id FROM other WHERE number % 3 = 0);
        UPDATE marketplace.patient SET
            first_name = 'Zora', last_name = 'Aaa' || left(id::text, 4), birth_date = birth_date + 400, gender = 'unknown', state = 'ZZ',
            external_id = 'changed-' || id, created_at = created_at + interval '40 days'
        WHERE id IN (SELECT id FROM other);
        UPDATE matrix.care_plan SET
            care_plan_number = 99, affected_body_part = 'Elsewhere', surgery_date = '2001-01-01', clinic_id = NULL, physician_npi = '0000000000',
            physician_last_name = 'Nobody', started_on = started_on - 1000, ended_on = NULL, status = 'completed', version = 77
        WHERE id IN (SELECT id FROM other_plan);
        UPDATE matrix.appointment SET
            therapist_id = NULL, destination_id = NULL, time_start = time_start + interval '3 days', time_end = NULL, status = 'completed', type = 'Changed'
        WHERE care_plan_id IN (SELECT id FROM other_plan);
        UPDATE marketplace.visit_plan SET
            plan_text = 'Changed ' || id, published_at = NULL, continuation = NOT continuation, anticipated_discharge_date = '2031-01-01',
            created_at = created_at - interval '3 years', appointment_date = appointment_date + interval '1 year'
        WHERE care_plan_aggregate_id IN (SELECT aggregate_id FROM other_plan);
        UPDATE marketplace.visit_plan_entry SET weeks = weeks + 3, instructions = 'Changed'
        WHERE visit_plan_id IN (SELECT id FROM marketplace.visit_plan WHERE care_plan_aggregate_id IN (SELECT aggregate_id FROM other_plan));
        UPDATE immunisation.patient_team SET sources = '{0,6}' WHERE patient_id IN (SELECT id FROM other);
        INSERT INTO marketplace.patient (id, first_name, last_name, created_at)
        SELECT gen_random_uuid(), 'New', 'Patient', '2020-01-01' FROM generate_series(1, 5);

        -- A plan without a patient is nobody's.
        INSERT INTO marketplace.visit_plan (id, created_at, continuation, care_plan_aggregate_id, plan_text, prescribed_by_id, appointment_id, appointment_date)
        SELECT gen_random_uuid(), '2019-01-01', false, gen_random_uuid(), 'Nobody', gen_random_uuid(), gen_random_uuid(), '2023-03-03';
        """;

    private const string IdentitiesDiffer = """
        UPDATE marketplace.patient SET
            first_name = 'Zora ' || left(id::text, 3), last_name = 'Aaa' || right(id::text, 4), external_id = 'changed-' || id,
            birth_date = make_date(extract(year FROM birth_date)::int, 13 - extract(month FROM birth_date)::int, 1 + extract(day FROM birth_date)::int % 28);
        UPDATE marketplace.visit_plan SET plan_text = 'Changed ' || id;
        UPDATE marketplace.visit_plan_entry SET instructions = CASE WHEN instructions IS NULL THEN 'Changed' END;
        """;

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public Task A_team_learns_nothing_of_other_teams_patients(int few) =>
        WalkAsync(new NewApiKey("team", Role.Team) { Teams = [OwnTeam] }, OtherPatientsDiffer, few);

    [Fact]
    public Task The_deidentified_learn_nothing_of_who_a_patient_is() =>
        WalkAsync(new NewApiKey("deidentified", Role.Deidentified), IdentitiesDiffer, few: 0);

    [Fact]
    public async Task A_team_reads_its_patients_and_all_that_hangs_on_them()
    {
        await using var api = new ApiServer(postgres);
        await api.InitializeAsync();
        await SeedAsync(api);
        var key = await CreateKeyAsync(api, new NewApiKey("team", Role.Team) { Teams = [OwnTeam] });

        foreach (var (field, own) in new[]
        {
            ("patients", "SELECT count(*) FROM marketplace.patient WHERE id IN (SELECT patient_id FROM own)"),
            ("carePlans", "SELECT count(*) FROM matrix.care_plan WHERE patient_id IN (SELECT patient_id FROM own)"),
            ("appointments", "SELECT count(*) FROM matrix.appointment JOIN matrix.care_plan ON care_plan.id = care_plan_id WHERE patient_id IN (SELECT patient_id FROM own)"),
            ("visitPlans", "SELECT count(*) FROM marketplace.visit_plan JOIN matrix.care_plan ON aggregate_id = care_plan_aggregate_id WHERE care_plan.patient_id IN (SELECT patient_id FROM own)"),
        })
        {
            var count = await api.Database.ScalarAsync<long>($"WITH own AS (SELECT patient_id FROM immunisation.patient_team WHERE team_id = 1) {own}");
            var response = await api.QueryAsync($"{{ {field} {{ totalCount }} }}", key: key);

            Assert.True(count > 0, field);
            Assert.Equal(count, response.Data.GetProperty(field).GetProperty("totalCount").GetInt64());
        }
    }

    private async Task WalkAsync(NewApiKey caller, string difference, int few)
    {
        await using var here = Server(few);
        await using var there = Server(few);
        await here.InitializeAsync();
        await there.InitializeAsync();
        await SeedAsync(here);
        await SeedAsync(there);
        await there.Database.ExecuteAsync(difference);
        await BuildMipsRowsAsync(there);
        await here.Database.ExecuteAsync("ANALYZE");
        await there.Database.ExecuteAsync("ANALYZE");
        var keys = (Here: await CreateKeyAsync(here, caller), There: await CreateKeyAsync(there, caller));
        var schema = here.Services.GetRequiredService<SchemaProvider>().Current.Schema;

        // Values of what the caller may not see are among those that are asked for.
        var samples = await SamplesAsync(here, schema);
        var walk = new SchemaWalk(schema, samples, caller.Role);
        var asked = new List<string>();
        asked.AddRange(walk.Fields());
        asked.AddRange(walk.Filters());
        asked.AddRange(walk.Groups());
        var plain = asked.Count;
        asked.AddRange(walk.CombinedFilters());
        asked.AddRange(walk.ChildLists());
        asked.AddRange(walk.FilteredGroups());
        asked.AddRange(walk.Nodes());
        var deep = asked.Count - plain;
        asked.AddRange(await PagesAsync(here, keys.Here, walk));

        var started = Stopwatch.GetTimestamp();
        var told = new List<string>();
        var (requests, sharp) = (0, 0);
        foreach (var chunk in asked.Distinct().Chunk(SelectionsPerRequest))
        {
            var document = Document(chunk);
            var answers = await Task.WhenAll(here.QueryAsync(document, key: keys.Here), there.QueryAsync(document, key: keys.There));
            var (left, right) = (answers[0], answers[1]);
            if (left.Text != right.Text)
            {
                told.AddRange(await DifferencesAsync(here, there, keys, chunk));
            }

            Assert.DoesNotContain("INTERNAL", left.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("AUTH_NOT_AUTHORIZED", left.Text, StringComparison.Ordinal);
            if (requests++ % 4 == 0)
            {
                sharp += (await here.QueryAsync(document)).Text == (await there.QueryAsync(document)).Text ? 0 : 1;
            }
        }

        foreach (var document in walk.Tables())
        {
            foreach (var format in new[] { "text/csv", "application/x-ndjson" })
            {
                var (left, right) = (await TableAsync(here, keys.Here, document, format), await TableAsync(there, keys.There, document, format));
                told.AddRange(left == right ? [] : [$"{format}: {document}"]);
                Assert.StartsWith("200", left, StringComparison.Ordinal);
            }
        }

        Assert.True(told.Count == 0, $"{told.Count} of {asked.Count} answers tell of what is not the caller's:\n{string.Join('\n', told.Take(20))}");
        Assert.True(deep > 1000 && asked.Count - deep > 1000, $"Only {asked.Count} questions were asked.");
        Assert.True(sharp >= 8, $"Only {sharp} requests tell an analyst of the difference.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s: {asked.Count} questions, {deep} of them combined, of lists below and of ids, in {requests} requests; a quarter was asked as an analyst, and {sharp} of those differ.");
    }

    private static async Task<string> TableAsync(ApiServer api, string key, string document, string format)
    {
        var request = ApiServer.Post(JsonSerializer.Serialize(new { query = document }));
        request.Headers.Accept.ParseAdd(format);
        return (await api.SendAsync(request, key)).ToString();
    }

    private static async Task<List<string>> DifferencesAsync(ApiServer here, ApiServer there, (string Here, string There) keys, string[] chunk)
    {
        var different = new List<string>();
        foreach (var selection in chunk)
        {
            var left = await here.QueryAsync(Document(selection), key: keys.Here);
            var right = await there.QueryAsync(Document(selection), key: keys.There);
            if (left.Text != right.Text)
            {
                different.Add(selection[..Math.Min(selection.Length, 200)]);
            }
        }

        return different;
    }

    // Pages behind the first, by cursors that the caller was given.
    private static async Task<List<string>> PagesAsync(ApiServer here, string key, SchemaWalk walk)
    {
        var pages = new List<string>();
        foreach (var chunk in walk.Orders().Chunk(SelectionsPerRequest))
        {
            pages.AddRange(chunk.Select(order => order.Before + order.After));
            var response = await here.QueryAsync(Document([.. chunk.Select(order => order.Before + order.After)]), key: key);
            if (!response.Json.TryGetProperty("data", out var data))
            {
                continue;
            }

            for (var i = 0; i < chunk.Length; i++)
            {
                if (data.GetProperty($"a{i}") is { ValueKind: JsonValueKind.Object } page
                    && page.GetProperty("pageInfo").GetProperty("endCursor").GetString() is { } cursor)
                {
                    pages.Add($"{chunk[i].Before}, after: \"{cursor}\"{chunk[i].After}");
                    pages.Add($"{chunk[i].Before.Replace(", first: 3", ", last: 2", StringComparison.Ordinal)}, before: \"{cursor}\"{chunk[i].After}");
                }
            }
        }

        return pages;
    }

    private static async Task<Dictionary<string, List<JsonElement>>> SamplesAsync(ApiServer api, GraphQL.TypeSystem.Schema schema)
    {
        var samples = new Dictionary<string, List<JsonElement>>();
        foreach (var selection in new SchemaWalk(schema, samples, Role.Analyst).Fields().ToList())
        {
            var response = await api.QueryAsync(Document(selection));
            if (response.Json.TryGetProperty("data", out var data))
            {
                Collect(data, samples);
            }
        }

        return samples.ToDictionary(pair => pair.Key, pair => pair.Value.DistinctBy(value => value.GetRawText()).ToList());
    }

    private static void Collect(JsonElement value, Dictionary<string, List<JsonElement>> samples)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Collect(item, samples);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                    {
                        (samples.TryGetValue(property.Name, out var known) ? known : samples[property.Name] = []).Add(property.Value);
                    }
                    else
                    {
                        Collect(property.Value, samples);
                    }
                }

                break;
        }
    }

    private static string Document(params string[] selections)
    {
        var document = new StringBuilder("{");
        for (var i = 0; i < selections.Length; i++)
        {
            document.Append(" a").Append(i).Append(": ").Append(selections[i]);
        }

        return document.Append(" }").ToString();
    }

    private ApiServer Server(int few)
    {
        var server = new ApiServer(postgres);
        server.Settings[TeamReach.Setting] = few.ToString(System.Globalization.CultureInfo.InvariantCulture);
        server.Settings["HealthGraph:GraphQL:MaxFieldCost"] = "1e12";
        server.Settings["HealthGraph:GraphQL:MaxTypeCost"] = "1e12";
        server.Settings["HealthGraph:GraphQL:MaxFields"] = "1000000";
        server.Settings["HealthGraph:GraphQL:MaxTokens"] = "10000000";
        server.Settings["HealthGraph:GraphQL:MaxExpandedFields"] = "10000000";
        server.Settings["HealthGraph:GraphQL:MaxMergeComparisons"] = "100000000";
        server.Settings["HealthGraph:GraphQL:Timeout"] = "00:10:00";
        return server;
    }

    private static async Task SeedAsync(ApiServer api)
    {
        await new Seeder(api.Database.DataSource).SeedAsync(
            new SeedOptions { Patients = 24, Seed = 11 }, progress: null, TestContext.Current.CancellationToken);
        await api.Database.ExecuteAsync(Memberships);
        await BuildMipsRowsAsync(api);
    }

    // Of every state and a year with many visits, so that the relations have rows.
    private static async Task BuildMipsRowsAsync(ApiServer api)
    {
        foreach (var state in await api.Database.RowsAsync("SELECT DISTINCT state FROM matrix.destination ORDER BY state"))
        {
            await using var connection = await api.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await MipsRowBuilder.BuildAsync(
                connection,
                new MipsBuildRequest { Year = 2026, State = (string)state[0]!, RunId = Guid.Empty, StrictlyContained = false, MinimumAge = 0 },
                TestContext.Current.CancellationToken);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> CreateKeyAsync(ApiServer api, NewApiKey key) =>
        (await api.Services.GetRequiredService<ApiKeyStore>().CreateAsync(key, TestContext.Current.CancellationToken)).Secret.Reveal();
}
