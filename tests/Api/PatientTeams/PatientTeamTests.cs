using System.Text.Json;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.PatientTeams;

public sealed class PatientTeamTests(PostgresServer postgres)
{
    private const string Ada = "00000000-0000-0000-0000-000000000001";

    // One membership of each kind that quantifiers tell apart, and one that only somebody's hand could have written.
    private const string Rows =
        """
        INSERT INTO marketplace.patient (id, first_name, last_name)
        VALUES ('00000000-0000-0000-0000-000000000001', 'Ada', 'Invented'), ('00000000-0000-0000-0000-000000000002', 'Ben', 'Invented');
        INSERT INTO immunisation.team (id, name) VALUES (1, 'North'), (2, 'South'), (3, 'West');
        INSERT INTO immunisation.location (id, name, kind) VALUES (1, 'Hill School', 'school');
        INSERT INTO immunisation.team_location (id, team_id, location_id, academic_year) VALUES (11, 1, 1, 2026);
        INSERT INTO immunisation.patient_location VALUES ('00000000-0000-0000-0000-000000000001', 1, 2026);
        INSERT INTO immunisation.session (id, team_location_id) VALUES (21, 11);
        INSERT INTO immunisation.vaccination_record (id, patient_id, session_id) VALUES (31, '00000000-0000-0000-0000-000000000001', 21);
        INSERT INTO immunisation.immunisation_import (id, team_id) VALUES (41, 1);
        INSERT INTO immunisation.immunisation_import_vaccination_record VALUES (41, 31);
        INSERT INTO immunisation.archive_reason VALUES ('00000000-0000-0000-0000-000000000002', 1, 'deceased');
        INSERT INTO immunisation.patient_team
        VALUES
            ('00000000-0000-0000-0000-000000000001', 1, '{0,2,6}'),
            ('00000000-0000-0000-0000-000000000001', 2, '{0}'),
            ('00000000-0000-0000-0000-000000000002', 1, '{1}'),
            ('00000000-0000-0000-0000-000000000002', 2, '{}'),
            ('00000000-0000-0000-0000-000000000002', 3, '{0,1}');
        """;

    [Theory]
    [InlineData("some: { eq: PATIENT_LOCATION }", 3)]
    [InlineData("some: { in: [ARCHIVE_REASON, VACCINATION_RECORD_IMPORT] }", 3)]
    [InlineData("some: { neq: PATIENT_LOCATION }", 3)]
    [InlineData("none: { eq: PATIENT_LOCATION }", 2)]
    [InlineData("none: { nin: [PATIENT_LOCATION] }", 2)]
    [InlineData("all: { eq: PATIENT_LOCATION }", 2)]
    [InlineData("all: { in: [PATIENT_LOCATION, ARCHIVE_REASON] }", 4)]
    [InlineData("any: true", 4)]
    [InlineData("any: false", 1)]
    [InlineData("some: {}", 4)]
    [InlineData("none: {}", 1)]
    [InlineData("some: { eq: PATIENT_LOCATION }, none: { eq: ARCHIVE_REASON }", 2)]
    [InlineData("some: { eq: VACCINATION_RECORD_ORGANISATION }", 0)]
    public async Task Sources_are_filtered_by_quantifier(string filter, int expected)
    {
        await using var api = await StartAsync();

        var answer = await api.QueryAsync($"{{ patientTeams(where: {{ sources: {{ {filter} }} }}) {{ totalCount nodes {{ sources }} }} }}");

        var page = answer.Data.GetProperty("patientTeams");
        Assert.Equal(expected, page.GetProperty("totalCount").GetInt32());
        Assert.Equal(expected, page.GetProperty("nodes").GetArrayLength());
    }

    [Fact]
    public async Task Memberships_are_grouped_by_team_and_by_each_source()
    {
        await using var api = await StartAsync();

        var answer = await api.QueryAsync(
            "{ patientTeams { bySource: groups(by: [{ field: SOURCES }]) { key { sources } count } byTeam: groups(by: [{ field: TEAM_NAME }]) { key { teamName } count } } }");

        Assert.Equal(
            """{"bySource":[{"key":{"sources":"PATIENT_LOCATION"},"count":3},{"key":{"sources":"ARCHIVE_REASON"},"count":2},{"key":{"sources":"VACCINATION_RECORD_SESSION"},"count":1},{"key":{"sources":"VACCINATION_RECORD_IMPORT"},"count":1}],"byTeam":[{"key":{"teamName":"North"},"count":2},{"key":{"teamName":"South"},"count":2},{"key":{"teamName":"West"},"count":1}]}""",
            answer.Data.GetProperty("patientTeams").GetRawText());
    }

    [Fact]
    public async Task Patients_lead_to_their_teams_and_teams_to_their_patients()
    {
        await using var api = await StartAsync();

        var answer = await api.QueryAsync(
            """
            {
              patients(where: { teams: { some: { team: { name: { eq: "South" } }, sources: { any: true } } } }) { nodes { firstName teams { sources team { name } } } }
              teams(where: { name: { startsWith: "W" } }) { nodes { teamId name patients { patient { firstName } } } }
            }
            """);

        Assert.Equal(
            """{"patients":{"nodes":[{"firstName":"Ada","teams":[{"sources":["PATIENT_LOCATION","VACCINATION_RECORD_SESSION","VACCINATION_RECORD_IMPORT"],"team":{"name":"North"}},{"sources":["PATIENT_LOCATION"],"team":{"name":"South"}}]}]},"teams":{"nodes":[{"teamId":3,"name":"West","patients":[{"patient":{"firstName":"Ben"}}]}]}}""",
            answer.Data.GetRawText());
    }

    [Fact]
    public async Task A_membership_is_explained_by_the_rows_that_give_each_source()
    {
        await using var api = await StartAsync();

        var answer = await api.QueryAsync(
            $$"""
            {
              explainMembership(patientId: "{{Ada}}", teamId: 1) {
                sources
                reasons { source tables locationId academicYear teamLocationId sessionId vaccinationRecordId immunisationImportId }
              }
              nobody: explainMembership(patientId: "{{Ada}}", teamId: 3) { sources }
            }
            """);

        Assert.Equal(JsonValueKind.Null, answer.Data.GetProperty("nobody").ValueKind);
        Assert.Equal(
            """[{"source":"PATIENT_LOCATION","tables":"patient_location, team_location","locationId":1,"academicYear":2026,"teamLocationId":11,"sessionId":null,"vaccinationRecordId":null,"immunisationImportId":null},{"source":"VACCINATION_RECORD_SESSION","tables":"vaccination_record, session, team_location","locationId":1,"academicYear":2026,"teamLocationId":11,"sessionId":21,"vaccinationRecordId":31,"immunisationImportId":null},{"source":"VACCINATION_RECORD_IMPORT","tables":"vaccination_record, immunisation_import_vaccination_record, immunisation_import","locationId":null,"academicYear":null,"teamLocationId":null,"sessionId":21,"vaccinationRecordId":31,"immunisationImportId":41}]""",
            answer.Data.GetProperty("explainMembership").GetProperty("reasons").GetRawText());
    }

    [Fact]
    public async Task A_number_that_is_no_source_is_an_error_of_its_field()
    {
        await using var api = await StartAsync();
        await api.Database.ExecuteAsync("UPDATE immunisation.patient_team SET sources = '{0,9}' WHERE team_id = 3");

        var answer = await api.QueryAsync("{ patientTeams(where: { teamId: { eq: 3 } }) { nodes { teamId sources } } }");

        Assert.Contains("sources", answer.Text, StringComparison.Ordinal);
        Assert.Contains("\"errors\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_is_asked_for_once_for_each_key()
    {
        await using var api = await StartAsync();
        const string Mutation =
            """mutation { updatePatientTeams(input: { teamIds: [1, 2], idempotencyKey: "k" }) { run { id kind arguments } errors { ... on Error { message } } } }""";

        var first = await api.QueryAsync(Mutation);
        var second = await api.QueryAsync(Mutation);

        var run = first.Data.GetProperty("updatePatientTeams").GetProperty("run");
        Assert.Equal("patient-team-update", run.GetProperty("kind").GetString());
        Assert.Equal(run.GetRawText(), second.Data.GetProperty("updatePatientTeams").GetProperty("run").GetRawText());
    }

    private async Task<ApiServer> StartAsync()
    {
        var api = new ApiServer(postgres);
        await api.InitializeAsync();
        await api.Database.ExecuteAsync(Rows);
        return api;
    }
}
