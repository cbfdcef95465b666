using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Endpoint;

public sealed class StatusCodeRulesTests(PostgresServer postgres)
{
    private const string GraphQLResponse = "application/graphql-response+json";
    private const string BadCursor = """{"query":"{ __typename therapists(after: \"broken\") { totalCount } }"}""";

    private static readonly (string Body, int Audit, int Draft)[] Answers =
    [
        ("""{"query":"{ __typename }"}""", 200, 200),
        (BadCursor, 200, 294),
        ("""{"query":""", 400, 400),
        ("""{"query":"{"}""", 400, 400),
        ("""{"qeury":"{ __typename }"}""", 400, 422),
        ("""{"query":"{ __typename }","variables":[7]}""", 400, 422),
        ("""{"query":"{ nothing }"}""", 400, 422),
        ("""{"query":"query A { __typename } query B { __typename }"}""", 400, 422),
        ("""{"query":"query($n: Int!) { therapists(first: $n) { totalCount } }"}""", 400, 422),
        ("""{"query":"{ patients { totalCount } }"}""", 403, 403),
        ("""{"documentId":"unknown"}""", 400, 400),
    ];

    [Fact]
    public async Task The_setting_decides_the_status_of_a_graphql_response_and_of_nothing_else()
    {
        await using var audit = new ApiServer(postgres);
        await using var draft = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:StatusCodes"] = "Draft" } };
        await audit.InitializeAsync();
        await draft.InitializeAsync();

        foreach (var (body, expected, expectedInDraft) in Answers)
        {
            var byAudit = await PostAsync(audit, body, GraphQLResponse);
            var byDraft = await PostAsync(draft, body, GraphQLResponse);
            var jsonByAudit = await PostAsync(audit, body, "application/json");
            var jsonByDraft = await PostAsync(draft, body, "application/json");

            Assert.Equal((body, expected, expectedInDraft), (body, (int)byAudit.Status, (int)byDraft.Status));
            Assert.Equal(byAudit.Text, byDraft.Text);
            Assert.Equal(jsonByAudit.Status, jsonByDraft.Status);
        }
    }

    private static Task<ApiResponse> PostAsync(ApiServer api, string body, string accept)
    {
        var request = ApiServer.Post(body);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return api.SendAsync(request, api.TeamKey);
    }
}
