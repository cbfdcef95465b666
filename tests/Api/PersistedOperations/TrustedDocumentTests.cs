using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Tests.PersistedOperations;

public sealed class TrustedDocumentTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string Section = "HealthGraph:GraphQL:TrustedDocuments";
    private const string Relay = "query ByRelay { byRelay: __typename }";
    private const string Apollo = "query ByApollo { byApollo: __typename }";
    private const string File = "query ByFile($n: Int!) { byFile: __typename therapists(first: $n) { nodes { id } } }";

    private readonly string _folder = Directory.CreateTempSubdirectory("healthgraph-documents-").FullName;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "dashboards"));
        await WriteAsync("dashboards/therapists.graphql", "\uFEFF" + File);
        await WriteAsync($"{Hash(Relay)}.graphql", Relay + "\n");
        await WriteAsync("relay.json", JsonSerializer.Serialize(new Dictionary<string, string> { ["1b9a"] = Relay }));
        await WriteAsync("apollo.json", JsonSerializer.Serialize(new
        {
            format = "apollo-persisted-query-manifest",
            version = 1,
            operations = new[] { new { id = Hash(Apollo), name = "ByApollo", type = "query", body = Apollo } },
        }));
        await WriteAsync("README.md", "Not a document.");
        await WriteAsync("old.graphql", "{ fieldThatIsGone }");
        await WriteAsync($"{new string('a', 64)}.graphql", "{ __typename }");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Documents_of_the_folder_run_by_id_and_by_hash_whatever_form_they_came_in()
    {
        await using var api = await StartAsync(only: false);

        var file = await SendAsync(api, new { documentId = "therapists", variables = new { n = 1 } });
        var byUrl = await api.SendAsync(new(HttpMethod.Get, "/graphql?id=therapists&variables={\"n\":1}"), api.AnalystKey);
        var relay = await SendAsync(api, new { id = "1b9a" });
        var relayHash = await SendAsync(api, new { documentId = "sha256:" + Hash(Relay) });
        var apollo = await SendAsync(api, new { extensions = new { persistedQuery = new { version = 1, sha256Hash = Hash(Apollo) } } });
        var other = await SendAsync(api, new { query = "{ __typename }" });
        var unknown = await SendAsync(api, new { id = "unknown" });

        Assert.Equal("Query", file.Data.GetProperty("byFile").GetString());
        Assert.Equal(file.Text, byUrl.Text);
        Assert.Equal("""{"data":{"byRelay":"Query"}}""", relay.Text);
        Assert.Equal(relay.Text, relayHash.Text);
        Assert.Equal("""{"data":{"byApollo":"Query"}}""", apollo.Text);
        Assert.Equal("""{"data":{"__typename":"Query"}}""", other.Text);
        Assert.Equal("HC0020", unknown.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_document_that_has_a_name_is_the_url_of_a_table(bool only)
    {
        await WriteAsync("dashboards/clinics.graphql", "query Clinics($state: String) { destinations(where: {state: {eq: $state}}) { nodes { clinicId name } } }");
        await using var api = await StartAsync(only);
        await api.Database.ExecuteAsync("""
            INSERT INTO matrix.destination (id, clinic_id, name, state) VALUES
                (gen_random_uuid(), 'CA-1', 'Oakland', 'CA'), (gen_random_uuid(), 'WA-1', 'Seattle', 'WA')
            """);

        var table = await api.SendAsync(new(HttpMethod.Get, "/graphql?id=clinics&format=csv&variables={\"state\":\"CA\"}"), api.AnalystKey);

        Assert.Equal("text/csv; charset=utf-8; header=present", table.ContentType);
        Assert.Equal("clinicId,name\r\nCA-1,Oakland\r\n", table.Text);
        Assert.Equal("attachment; filename=\"Clinics.csv\"", table.Header("Content-Disposition"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_document_is_in_the_log_and_the_others_are_served()
    {
        await using var api = await StartAsync(only: false);

        var gone = await SendAsync(api, new { id = "old" });
        var forged = await SendAsync(api, new { id = new string('a', 64) });

        Assert.Equal("HC0020", gone.Code);
        Assert.Equal("HC0020", forged.Code);
        Assert.Contains(api.Log.Lines, line => line.Contains("4 trusted documents", StringComparison.Ordinal));
        Assert.Contains(api.Log.Lines, line => line.Contains("old of old.graphql is not served: Cannot query field", StringComparison.Ordinal));
        Assert.Contains(api.Log.Lines, line => line.Contains("its id is a hash, and not that of its text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_strict_mode_nothing_else_runs_and_nothing_can_be_registered()
    {
        await using var api = await StartAsync(only: true);
        const string Query = "{ __typename }";
        var extension = new { persistedQuery = new { version = 1, sha256Hash = Hash(Query) } };

        var text = await SendAsync(api, new { query = Query });
        var registration = await SendAsync(api, new { query = Query, extensions = extension });
        var hash = await SendAsync(api, new { extensions = extension });
        var id = await SendAsync(api, new { id = "unknown" });
        var asAdmin = await api.SendAsync(ApiServer.Post(JsonSerializer.Serialize(new { query = Query })), api.AdminKey);
        var trustedId = await SendAsync(api, new { id = "1b9a" });
        var trustedText = await SendAsync(api, new { query = Relay });
        var batch = await api.SendAsync(ApiServer.Post($$"""[{"id":"1b9a"},{"query":"{ __typename }"}]"""), api.AnalystKey);

        Assert.All([text, registration, hash, id, asAdmin], response => Assert.Equal("HC0067", response.Code));
        Assert.Equal("""{"data":{"byRelay":"Query"}}""", trustedId.Text);
        Assert.Equal(trustedId.Text, trustedText.Text);
        Assert.Equal("HC0067", batch.Json[1].GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_document_that_is_added_is_served_without_a_restart_and_a_broken_folder_changes_nothing()
    {
        await using var api = await StartAsync(only: true);

        await WriteAsync("added.graphql", "{ added: __typename }");
        await Eventually.HoldsAsync(async () => (await SendAsync(api, new { id = "added" })).Text == """{"data":{"added":"Query"}}""", "The folder is not read again.");
        await WriteAsync("broken.json", "[");
        await Eventually.HoldsAsync(
            () => Task.FromResult(api.Log.Lines.Any(line => line.Contains("those read before stay in force", StringComparison.Ordinal))),
            "The log does not tell.");

        Assert.Equal("""{"data":{"added":"Query"}}""", (await SendAsync(api, new { id = "added" })).Text);
    }

    [Theory]
    [InlineData("/does/not/exist", "false", "which is no folder")]
    [InlineData(null, "true", "needs HealthGraph:GraphQL:TrustedDocuments:Folder")]
    public async Task Settings_that_cannot_be_are_refused_at_the_start(string? folder, string only, string message)
    {
        await using var api = new ApiServer(postgres) { Settings = { [$"{Section}:Folder"] = folder, [$"{Section}:Only"] = only } };

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(async () => await api.InitializeAsync());

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    private async Task<ApiServer> StartAsync(bool only)
    {
        var api = new ApiServer(postgres)
        {
            Settings =
            {
                [$"{Section}:Folder"] = _folder,
                [$"{Section}:Only"] = only.ToString(),
                ["HealthGraph:GraphQL:MaxBatchSize"] = "2",
            },
        };
        await api.InitializeAsync();
        return api;
    }

    private static Task<ApiResponse> SendAsync(ApiServer api, object body) =>
        api.SendAsync(ApiServer.Post(JsonSerializer.Serialize(body)), api.AnalystKey);

    private Task WriteAsync(string name, string text) => System.IO.File.WriteAllTextAsync(Path.Combine(_folder, name), text);

    private static string Hash(string query) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query)));
}
