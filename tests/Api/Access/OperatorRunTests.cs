using HealthGraph.Api.Tests.Streaming;
using HealthGraph.Domain.Access;
using StreamReader = HealthGraph.Api.Tests.Streaming.StreamReader;

namespace HealthGraph.Api.Tests.Access;

/// <summary>Operators watch runs and see no patient: not in what a run was asked for, made or failed with either.</summary>
public sealed class OperatorRunTests(ApiServer api) : IClassFixture<ApiServer>
{
    private const string Patient = "0198d2a0-1111-7000-8000-00000000000a";
    private const string Row = "{ kind state arguments outputs errorMessage progressStep }";

    [Fact]
    public async Task An_operator_is_told_how_many_patients_a_run_is_about_and_not_which()
    {
        var run = await AddAsync(
            $$"""{"patientIds": ["{{Patient}}", "0198d2a0-1111-7000-8000-00000000000b"], "teamIds": [3], "format": "csv"}""",
            $$"""{"inserted": 2, "worst": {"patient": "ext-77", "id": "{{Patient.ToUpperInvariant()}}"}, "byPatient": {"{{Patient}}": 1}, "files": ["part-1", "of {{Patient}}"], "deep": [[{"x": ["{{Patient}}"]}]]}""",
            $"The row of {Patient} is gone.");
        var operators = await api.CreateKeyAsync(Role.Operator);
        var query = $"{{ run(id: \"{run}\") {Row} runs(where: {{runId: {{eq: \"{run}\"}}}}) {{ nodes {Row} }} node(id: \"{run}\") {{ ... on Run {Row} }} }}";
        var id = (await api.QueryAsync($"{{ run(id: \"{run}\") {{ id }} }}")).Data.GetProperty("run").GetProperty("id").GetString();
        query = query.Replace($"node(id: \"{run}\")", $"node(id: \"{id}\")", StringComparison.Ordinal);

        var told = await api.QueryAsync(query, key: operators);
        var analyst = await api.QueryAsync(query);

        Assert.DoesNotContain(Patient, told.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Patient, analyst.Text, StringComparison.Ordinal);
        var row = told.Data.GetProperty("run");
        Assert.Equal("""{"format":"csv","teamIds":[3],"patientIds":2}""", row.GetProperty("arguments").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(
            """{"deep":[[{"x":1}]],"files":["part-1","of…"],"worst":{"id":null,"patient":null},"inserted":2,"byPatient":null}""",
            System.Text.RegularExpressions.Regex.Unescape(row.GetProperty("outputs").GetRawText().Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal("The row of … is gone.", row.GetProperty("errorMessage").GetString());
        Assert.Equal(row.GetRawText(), told.Data.GetProperty("runs").GetProperty("nodes")[0].GetRawText());
        Assert.Equal(row.GetRawText(), told.Data.GetProperty("node").GetRawText());
    }

    [Fact]
    public async Task Neither_a_stream_nor_a_table_tells_an_operator_more()
    {
        var run = await AddAsync($$"""{"patientIds": ["{{Patient}}"]}""", $$"""{"of": "{{Patient}}"}""", $"Not {Patient}.");
        var operators = await api.CreateKeyAsync(Role.Operator);
        using var stream = await StreamReader.SubscribeAsync(
            api, $"subscription {{ runUpdated(id: \"{run}\") {Row} }}", "text/event-stream", key: operators);
        var events = await stream.ReadToEndAsync();

        Assert.Contains("patientIds", events, StringComparison.Ordinal);
        Assert.DoesNotContain(Patient, events, StringComparison.Ordinal);
        foreach (var format in new[] { "text/csv", "application/x-ndjson" })
        {
            var request = ApiServer.Post(System.Text.Json.JsonSerializer.Serialize(new { query = $"{{ runs {{ nodes {Row} }} }}" }));
            request.Headers.Accept.ParseAdd(format);
            var table = await api.SendAsync(request, operators);
            Assert.Contains("patientIds", table.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(Patient, table.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_operator_cannot_find_a_run_by_what_is_left_out()
    {
        await AddAsync("{}", "{}", $"Only {Patient} failed.");
        var found = await api.QueryAsync(
            $"{{ runs(where: {{errorMessage: {{contains: \"{Patient}\"}}}}) {{ totalCount }} }}", key: await api.CreateKeyAsync(Role.Operator));

        Assert.Equal(0, found.Data.GetProperty("runs").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task An_operator_calls_runs_off_as_before()
    {
        var run = await api.Database.AddRunAsync();

        var cancelled = await api.QueryAsync(
            $"mutation {{ cancelRun(input: {{id: \"{run}\"}}) {{ run {{ state }} errors {{ __typename }} }} }}", key: await api.CreateKeyAsync(Role.Operator));

        Assert.Equal("""{"data":{"cancelRun":{"run":{"state":"CANCELLED"},"errors":null}}}""", cancelled.Text);
    }

    private async Task<Guid> AddAsync(string arguments, string outputs, string error)
    {
        var id = Guid.CreateVersion7();
        await api.Database.ExecuteAsync(
            """
            INSERT INTO jobs.run (id, kind, requested_by, arguments, outputs, error_message, progress_step, state, finished_at)
            VALUES ($1, 'test', 'test', $2::jsonb, $3::jsonb, $4, $4, 'FAILED', now())
            """,
            id,
            arguments,
            outputs,
            error);
        return id;
    }
}
