using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.PersistedOperations;

public sealed class PersistedQueryTests(ApiServer api, PostgresServer postgres) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_hash_that_is_not_known_is_registered_with_the_document_and_then_enough()
    {
        const string Query = "query Registered { registered: __typename }";

        var miss = await PostAsync(new { extensions = Extension(Query) });
        var registered = await PostAsync(new { query = Query, extensions = Extension(Query) });
        var hit = await PostAsync(new { extensions = Extension(Query) });
        var byGet = await GetAsync($"?extensions={Uri.EscapeDataString(JsonSerializer.Serialize(Extension(Query)))}");
        var byId = await PostAsync(new { documentId = "sha256:" + Hash(Query) });
        var byGetId = await GetAsync($"?id={Hash(Query)}&variables={{}}");

        Assert.Equal(HttpStatusCode.OK, miss.Status);
        Assert.Equal("PersistedQueryNotFound", miss.Message);
        Assert.Equal("HC0020", miss.Code);
        Assert.All([registered, hit, byGet, byId, byGetId], response => Assert.Equal("""{"data":{"registered":"Query"}}""", response.Text));
    }

    [Fact]
    public async Task A_miss_is_400_as_graphql_response()
    {
        var request = ApiServer.Post(JsonSerializer.Serialize(new { extensions = Extension("{ never: __typename }") }));
        request.Headers.Accept.ParseAdd("application/graphql-response+json");

        var response = await api.SendAsync(request, api.AnalystKey);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal("PersistedQueryNotFound", response.Message);
    }

    [Fact]
    public async Task A_hash_of_another_document_is_refused_and_nothing_is_kept()
    {
        var wrong = await PostAsync(new { query = "{ a: __typename }", extensions = Extension("{ b: __typename }") });
        var wrongId = await PostAsync(new { query = "{ a: __typename }", documentId = "sha256:" + Hash("{ b: __typename }") });
        var after = await PostAsync(new { extensions = Extension("{ b: __typename }") });

        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Contains("provided sha does not match query", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, wrongId.Status);
        Assert.Equal("PersistedQueryNotFound", after.Message);
    }

    [Fact]
    public async Task A_document_that_cannot_be_executed_is_not_kept()
    {
        const string Query = "{ nothingOfThatName }";

        var invalid = await PostAsync(new { query = Query, extensions = Extension(Query) });
        var after = await PostAsync(new { extensions = Extension(Query) });

        Assert.Equal("HC0016", invalid.Code);
        Assert.Equal("PersistedQueryNotFound", after.Message);
    }

    [Theory]
    [InlineData("""{"persistedQuery":{}}""")]
    [InlineData("""{"persistedQuery":7}""")]
    [InlineData("""{"persistedQuery":{"version":2,"sha256Hash":"ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38"}}""")]
    [InlineData("""{"persistedQuery":{"version":"1","sha256Hash":"ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38"}}""")]
    [InlineData("""{"persistedQuery":{"version":1,"sha256Hash":"ecf4edb46db40b51"}}""")]
    [InlineData("""{"persistedQuery":{"version":1,"sha256Hash":"zzf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38"}}""")]
    [InlineData("""{"persistedQuery":{"version":1,"sha256Hash":7}}""")]
    public async Task An_extension_of_another_form_is_400(string extensions)
    {
        var response = await api.SendAsync(ApiServer.Post($$"""{"query":"{ __typename }","extensions":{{extensions}}}"""), api.AnalystKey);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.StartsWith("The extension 'persistedQuery' must be ", response.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mutation_that_a_get_names_by_its_hash_is_405()
    {
        const string Mutation = "mutation { __typename }";
        await PostAsync(new { query = Mutation, extensions = Extension(Mutation) });

        var response = await GetAsync($"?documentId={Hash(Mutation)}");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.Status);
        Assert.Equal("POST", response.Header("Allow"));
    }

    [Fact]
    public async Task An_id_beside_a_document_means_nothing_and_a_document_id_is_a_contradiction()
    {
        var id = await PostAsync(new { query = "{ __typename }", id = "mine" });
        var number = await PostAsync(new { query = "{ __typename }", id = 7, onError = "NULL" });
        var documentId = await PostAsync(new { query = "{ __typename }", documentId = "mine" });

        Assert.Equal("""{"data":{"__typename":"Query"}}""", id.Text);
        Assert.Equal("""{"data":{"__typename":"Query"}}""", number.Text);
        Assert.Equal(HttpStatusCode.BadRequest, documentId.Status);
    }

    [Fact]
    public async Task What_is_kept_is_bounded_and_a_client_registers_again()
    {
        await using var small = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:PersistedQueryBytes"] = "8000" } };
        await small.InitializeAsync();
        var queries = Enumerable.Range(0, 100).Select(i => $"{{ number{i}: __typename }}").ToList();

        foreach (var query in queries)
        {
            await SendAsync(small, new { query, extensions = Extension(query) });
        }

        var known = 0;
        foreach (var query in queries)
        {
            var response = await SendAsync(small, new { extensions = Extension(query) });
            known += response.Text.Contains("PersistedQueryNotFound", StringComparison.Ordinal) ? 0 : 1;
        }

        Assert.InRange(known, 1, 8000 / 512);
    }

    [Fact]
    public async Task Switched_off_it_says_so_to_clients()
    {
        await using var off = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:PersistedQueryBytes"] = "0" } };
        await off.InitializeAsync();

        var both = await SendAsync(off, new { query = "{ __typename }", extensions = Extension("{ __typename }") });
        var hash = await SendAsync(off, new { extensions = Extension("{ __typename }") });

        Assert.Equal("""{"data":{"__typename":"Query"}}""", both.Text);
        Assert.Equal("PersistedQueryNotSupported", hash.Message);
    }

    private static object Extension(string query) => new { persistedQuery = new { version = 1, sha256Hash = Hash(query) } };

    private static string Hash(string query) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query)));

    private Task<ApiResponse> PostAsync(object body) => SendAsync(api, body);

    private static Task<ApiResponse> SendAsync(ApiServer server, object body) =>
        server.SendAsync(ApiServer.Post(JsonSerializer.Serialize(body)), server.AnalystKey);

    private Task<ApiResponse> GetAsync(string query) =>
        api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql" + query), api.AnalystKey);
}
