using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Endpoint;

public sealed class StatusCodeRulesTests(PostgresServer postgres)
{
    private const string GraphQLResponse = "application/graphql-response+json";
    private const string Json = "application/json";
    private const string TooDear = """{"query":"{ a: therapists(first: 1000) { nodes { clinic { therapists(first: 1000) { nodes { lastName } } } } } }"}""";
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
        ("""{"query":"{ runs { totalCount } }"}""", 403, 403),
        ("""{"documentId":"unknown"}""", 400, 422),
        (TooDear, 400, 422),
    ];

    [Fact]
    public async Task The_setting_decides_the_status_and_nothing_else()
    {
        await using var audit = new ApiServer(postgres);
        await using var draft = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:StatusCodes"] = "Draft" } };
        await audit.InitializeAsync();
        await draft.InitializeAsync();

        foreach (var (body, expected, expectedInDraft) in Answers)
        {
            var byAudit = await PostAsync(audit, body, GraphQLResponse);
            var byDraft = await PostAsync(draft, body, GraphQLResponse);
            var jsonByAudit = await PostAsync(audit, body, Json);
            var jsonByDraft = await PostAsync(draft, body, Json);

            Assert.Equal((body, expected, expectedInDraft), (body, (int)byAudit.Status, (int)byDraft.Status));
            Assert.Equal(byAudit.Text, byDraft.Text);
            Assert.Equal(byAudit.Text, jsonByDraft.Text);

            // Who takes plain JSON alone has it where it can be trusted, which is with a 2xx.
            Assert.Equal((body, expectedInDraft), (body, (int)jsonByDraft.Status));
            Assert.Equal($"{(expectedInDraft < 300 ? Json : GraphQLResponse)}; charset=utf-8", jsonByDraft.ContentType);
            Assert.Equal($"{Json}; charset=utf-8", jsonByAudit.ContentType);
        }
    }

    private static Task<ApiResponse> PostAsync(ApiServer api, string body, string accept)
    {
        var request = ApiServer.Post(body);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return api.SendAsync(request, api.TeamKey);
    }
}
