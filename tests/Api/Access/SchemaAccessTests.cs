using System.Net;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Access;

public sealed class SchemaAccessTests(ApiServer api, PostgresServer postgres) : IClassFixture<ApiServer>
{
    private const string Introspection = "{ __schema { queryType { name } } }";

    [Fact]
    public async Task Introspection_suggestions_and_the_schema_file_are_closed_together_to_a_team()
    {
        var introspection = await api.QueryAsync(Introspection, key: api.TeamKey);
        var typeName = await api.QueryAsync("{ __typename }", key: api.TeamKey);
        var misspelt = await api.QueryAsync("{ therapist }", key: api.TeamKey);
        var variable = await api.QueryAsync(
            "query($w: TherapistFilterInput) { therapists(where: $w) { totalCount } }", new { w = new { lastNam = new { eq = "x" } } }, api.TeamKey);
        var file = await GetAsync("/graphql/schema.graphql", api.TeamKey);
        var parameter = await GetAsync("/graphql?sdl", api.TeamKey);

        Assert.Equal("HC0046", introspection.Code);
        Assert.Equal("""{"data":{"__typename":"Query"}}""", typeName.Text);
        Assert.DoesNotContain("therapists", misspelt.Text, StringComparison.Ordinal);
        Assert.Equal("HC0018", variable.Code);
        Assert.DoesNotContain("lastName", variable.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, file.Status);
        Assert.Equal(HttpStatusCode.NotFound, parameter.Status);
        Assert.Equal("HC0046", file.Code);
    }

    [Fact]
    public async Task They_are_open_to_who_writes_queries()
    {
        foreach (var key in new[] { api.AdminKey, api.AnalystKey })
        {
            Assert.Equal("""{"data":{"__schema":{"queryType":{"name":"Query"}}}}""", (await api.QueryAsync(Introspection, key: key)).Text);
            Assert.Contains("Did you mean", (await api.QueryAsync("{ therapist }", key: key)).Message, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync("/graphql?sdl", key)).Status);
        }
    }

    [Fact]
    public async Task What_one_caller_was_told_of_a_document_is_not_told_to_another()
    {
        // The same bytes, by turns, so that whatever is kept of the document is there when the next caller sends it.
        for (var turn = 0; turn < 2; turn++)
        {
            Assert.Contains("Did you mean", (await api.QueryAsync("{ visitPlan }")).Message, StringComparison.Ordinal);
            Assert.DoesNotContain("Did you mean", (await api.QueryAsync("{ visitPlan }", key: api.TeamKey)).Message, StringComparison.Ordinal);
            Assert.Contains("\"data\"", (await api.QueryAsync(Introspection)).Text, StringComparison.Ordinal);
            Assert.Equal("HC0046", (await api.QueryAsync(Introspection, key: api.TeamKey)).Code);
        }
    }

    [Fact]
    public async Task One_switch_opens_all_to_everyone()
    {
        await using var open = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:Introspection"] = "true" } };
        await open.InitializeAsync();

        var introspection = await open.QueryAsync(Introspection, key: open.TeamKey);
        var misspelt = await open.QueryAsync("{ therapist }", key: open.TeamKey);
        var file = await open.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql"), open.TeamKey);

        Assert.Equal("""{"data":{"__schema":{"queryType":{"name":"Query"}}}}""", introspection.Text);
        Assert.Contains("Did you mean", misspelt.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, file.Status);
    }

    private Task<ApiResponse> GetAsync(string path, string key) => api.SendAsync(new HttpRequestMessage(HttpMethod.Get, path), key);
}
