using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HealthGraph.Domain.Access;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Tables;

/// <summary>Which requests are answered with a table, and with what head.</summary>
public sealed class TableFormatTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string Query = "query Clinics { destinations(order: {clinicId: ASC}) { totalCount nodes { clinicId name region } } }";
    private const string Csv = "clinicId,name,region\r\nC1,\"Bay, \"\"North\"\"\",\r\nC2,Grün,West\r\n";
    private const string Ndjson = "{\"clinicId\":\"C1\",\"name\":\"Bay, \\\"North\\\"\",\"region\":null}\n{\"clinicId\":\"C2\",\"name\":\"Grün\",\"region\":\"West\"}\n";
    private const string CsvType = "text/csv; charset=utf-8; header=present";

    private readonly ApiServer _api = new(postgres) { Settings = { ["HealthGraph:GraphQL:MaxBatchSize"] = "2" } };

    public async ValueTask InitializeAsync()
    {
        await _api.InitializeAsync();
        await _api.Database.ExecuteAsync("""
            INSERT INTO matrix.destination (id, clinic_id, name, state, region)
            VALUES (gen_random_uuid(), 'C2', 'Grün', 'CA', 'West'), (gen_random_uuid(), 'C1', 'Bay, "North"', 'CA', '')
            """);
        await _api.Database.ExecuteAsync("UPDATE matrix.destination SET region = NULL WHERE region = ''");
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("text/csv", CsvType, "csv", Csv)]
    [InlineData("application/x-ndjson", "application/x-ndjson", "ndjson", Ndjson)]
    public async Task A_post_that_accepts_a_table_is_answered_with_one(string accept, string contentType, string extension, string body)
    {
        var response = await PostAsync(Query, accept);

        Assert.Equal((HttpStatusCode.OK, body), (response.Status, response.Text));
        Assert.Equal(contentType, response.ContentType);
        Assert.Equal($"attachment; filename=\"Clinics.{extension}\"", response.Header("Content-Disposition"));
        Assert.Equal("no-store", response.Header("Cache-Control"));
    }

    [Theory]
    [InlineData("text/csv, application/json", "text/csv")]
    [InlineData("text/csv;q=0.9, application/json;q=0.8", "text/csv")]
    [InlineData("text/csv;q=0.5, */*;q=0.1", "text/csv")]
    [InlineData("text/csv, */*", "text/csv")]
    [InlineData("text/csv;q=0.8, application/x-ndjson;q=0.9", "application/x-ndjson")]
    [InlineData("application/x-ndjson, text/csv", "text/csv")]
    [InlineData("application/x-ndjson;q=0.1", "application/x-ndjson")]
    [InlineData("text/csv;q=0.5, application/json", "application/json")]
    [InlineData("text/csv;q=0, */*", "application/json")]
    [InlineData("text/csv;q=0.5, */*", "application/json")]
    [InlineData("*/*", "application/json")]
    public async Task Accept_is_weighed(string accept, string mediaType) =>
        Assert.StartsWith(mediaType, (await PostAsync(Query, accept)).ContentType, StringComparison.Ordinal);

    [Theory]
    [InlineData("csv", "text/html,application/xhtml+xml,*/*;q=0.8", "text/csv")]
    [InlineData("csv", "application/json", "text/csv")]
    [InlineData("ndjson", "text/csv", "application/x-ndjson")]
    [InlineData("json", "text/csv", "application/json")]
    [InlineData("CSV", "*/*", "text/csv")]
    [InlineData("NdJson", "*/*", "application/x-ndjson")]
    public async Task The_url_says_it_for_tools_that_set_no_header(string format, string accept, string mediaType)
    {
        var get = await GetAsync($"format={format}&query={Uri.EscapeDataString(Query)}", accept);
        var post = await SendAsync(ApiServer.Post(JsonSerializer.Serialize(new { query = Query })), accept, $"/graphql?format={format}");

        Assert.StartsWith(mediaType, get.ContentType, StringComparison.Ordinal);
        Assert.StartsWith(mediaType, post.ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registered_operation_is_a_url()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Query)));
        var extensions = Uri.EscapeDataString(JsonSerializer.Serialize(new { persistedQuery = new { version = 1, sha256Hash = hash } }));
        var unknown = await GetAsync($"format=csv&extensions={extensions}");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync($"extensions={extensions}&query={Uri.EscapeDataString(Query)}")).Status);

        var byExtension = await GetAsync($"format=csv&extensions={extensions}");
        var byId = await GetAsync($"format=csv&id=sha256:{hash}");

        Assert.Equal((HttpStatusCode.BadRequest, "PersistedQueryNotFound"), (unknown.Status, unknown.Message));
        Assert.Equal(Csv, byExtension.Text);
        Assert.Equal(Csv, byId.Text);
    }

    [Fact]
    public async Task An_anonymous_operation_gives_the_file_its_fields_name()
    {
        var response = await GetAsync($"format=csv&query={Uri.EscapeDataString("{ clinics: destinations { nodes { name } } }")}");

        Assert.Equal("attachment; filename=\"clinics.csv\"", response.Header("Content-Disposition"));
    }

    [Fact]
    public async Task Excel_gets_a_mark_of_the_encoding_and_no_formulas()
    {
        await _api.Database.ExecuteAsync("UPDATE matrix.destination SET name = '=1+1' WHERE clinic_id = 'C1'");

        var excel = await GetAsync($"format=csv&excel=1&query={Uri.EscapeDataString(Query)}");
        var marked = await GetAsync($"format=csv&bom=true&query={Uri.EscapeDataString(Query)}");

        Assert.Equal("\uFEFFclinicId,name,region\r\nC1,'=1+1,\r\nC2,Grün,West\r\n", excel.Text);
        Assert.Equal("\uFEFFclinicId,name,region\r\nC1,=1+1,\r\nC2,Grün,West\r\n", marked.Text);
    }

    [Fact]
    public async Task Head_gives_the_head_and_reads_no_row()
    {
        await _api.Database.ExecuteAsync("DROP VIEW api.destination CASCADE");
        var request = new HttpRequestMessage(HttpMethod.Head, $"/graphql?format=csv&query={Uri.EscapeDataString(Query)}");

        var response = await _api.SendAsync(request, _api.AnalystKey);

        Assert.Equal((HttpStatusCode.OK, CsvType), (response.Status, response.ContentType));
        Assert.Equal("attachment; filename=\"Clinics.csv\"", response.Header("Content-Disposition"));
    }

    [Fact]
    public async Task A_table_is_compressed_for_who_takes_it()
    {
        await _api.Database.ExecuteAsync("""
            INSERT INTO matrix.destination (id, clinic_id, name, state, region)
            SELECT gen_random_uuid(), 'D' || i, 'Clinic', 'CA', NULL FROM generate_series(1, 5000) AS i
            """);
        var request = new HttpRequestMessage(HttpMethod.Get, $"/graphql?format=csv&query={Uri.EscapeDataString(Query)}");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");

        var response = await _api.SendAsync(request, _api.AnalystKey);

        Assert.Equal("gzip", response.Encoding);
        using var text = new StreamReader(new GZipStream(new MemoryStream(response.Body), CompressionMode.Decompress), Encoding.UTF8);
        Assert.Equal(5003, (await text.ReadToEndAsync(TestContext.Current.CancellationToken)).Count(character => character == '\n'));
    }

    public static TheoryData<string, string, HttpStatusCode, string> Refusals => new()
    {
        { "format=xlsx&query={destinations{nodes{id}}}", "HC0011", HttpStatusCode.BadRequest, "'format' must be csv, ndjson or json" },
        { "format=&query={destinations{nodes{id}}}", "HC0011", HttpStatusCode.BadRequest, "'format' must be" },
        { "format=csv&format=csv&query={destinations{nodes{id}}}", "HC0011", HttpStatusCode.BadRequest, "format" },
        { "format=csv&excel=maybe&query={destinations{nodes{id}}}", "HC0011", HttpStatusCode.BadRequest, "'excel' must be true or false" },
        { "format=csv&query={destinations{nodes{id}}therapists{nodes{id}}}", "HC0011", HttpStatusCode.BadRequest, "select one field, not 2" },
        { "format=csv&query={destinations{totalCount}}", "HC0011", HttpStatusCode.BadRequest, "select `nodes`, `edges` or `groups`" },
        { "format=csv&query={destinations{nodes{nothing}}}", "HC0016", HttpStatusCode.BadRequest, "nothing" },
        { "format=csv&query={", "HC0014", HttpStatusCode.BadRequest, "Syntax" },
        { "format=csv&query={destinations(where:{name:{eq:null}}){nodes{id}}}", "HC0026", HttpStatusCode.BadRequest, "null" },
        { "format=csv&query={destinations(first:-1){nodes{id}}}", "HC0079", HttpStatusCode.BadRequest, "`first`" },
        { "format=csv&query=mutation{exportVisitPlans(input:{}){run{id}}}", "HC0011", HttpStatusCode.MethodNotAllowed, "mutation" },
        { "format=csv&query=subscription{runs{id}}", "HC0011", HttpStatusCode.BadRequest, "subscriptions" },
        { "format=csv&id=nothing", "HC0020", HttpStatusCode.BadRequest, "PersistedQueryNotFound" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_is_refused_is_a_status_and_JSON(string query, string code, HttpStatusCode status, string message)
    {
        var response = await GetAsync(query, "text/csv");

        Assert.Equal((status, code), (response.Status, response.Code));
        Assert.Contains(message, response.Message, StringComparison.Ordinal);
        Assert.StartsWith("application/json", response.ContentType, StringComparison.Ordinal);
        Assert.Null(response.Header("Content-Disposition"));
    }

    [Fact]
    public async Task Who_may_not_read_the_rows_gets_none()
    {
        var key = await _api.CreateKeyAsync(Role.Operator);
        var rows = await _api.SendAsync(Get($"format=csv&query={Uri.EscapeDataString("{ patients { nodes { id } } }")}", "text/csv"), key);
        var filter = await _api.SendAsync(
            Get($"format=csv&query={Uri.EscapeDataString("{ patients { groups { count } } }")}", "text/csv"), key);
        var nobody = await _api.SendAsync(Get($"format=csv&query={Uri.EscapeDataString(Query)}", "text/csv"), key: null);

        Assert.Equal((HttpStatusCode.Forbidden, "AUTH_NOT_AUTHORIZED"), (rows.Status, rows.Code));
        Assert.Equal((HttpStatusCode.Forbidden, "AUTH_NOT_AUTHORIZED"), (filter.Status, filter.Code));
        Assert.Equal((HttpStatusCode.Unauthorized, "AUTH_NOT_AUTHENTICATED"), (nobody.Status, nobody.Code));
    }

    [Fact]
    public async Task A_batch_is_no_table()
    {
        var response = await SendAsync(ApiServer.Post($"[{JsonSerializer.Serialize(new { query = Query })}]"), "text/csv");

        Assert.Equal((HttpStatusCode.BadRequest, "HC0011"), (response.Status, response.Code));
    }

    [Fact]
    public async Task A_table_is_priced_as_its_largest_page()
    {
        async Task<string> CostAsync(string query, string accept)
        {
            var request = ApiServer.Post(JsonSerializer.Serialize(new { query }));
            request.Headers.Add("GraphQL-Cost", "validate");
            return (await SendAsync(request, accept)).Json.GetProperty("extensions").GetProperty("operationCost").GetRawText();
        }

        const string Rows = "{ visitPlans(first: 1000) { nodes { visitPlanId patient { id } entries { weeks } } } }";
        var whole = await CostAsync(Rows.Replace("(first: 1000)", ""), "text/csv");
        var refused = await PostAsync("{ patients { nodes { carePlans { id clinicId patient { carePlans { id } } } } } }", "text/csv");

        Assert.Equal(await CostAsync(Rows, "application/json"), whole);
        Assert.Equal(await CostAsync(Rows.Replace("1000", "10"), "application/json"), await CostAsync(Rows.Replace("1000", "10"), "text/csv"));
        Assert.NotEqual(whole, await CostAsync(Rows.Replace("(first: 1000)", ""), "application/json"));
        Assert.Equal((HttpStatusCode.BadRequest, "HC0047"), (refused.Status, refused.Code));
    }

    private Task<ApiResponse> PostAsync(string query, string accept) => SendAsync(ApiServer.Post(JsonSerializer.Serialize(new { query })), accept);

    private Task<ApiResponse> SendAsync(HttpRequestMessage request, string accept, string path = "/graphql")
    {
        request.RequestUri = new Uri(path, UriKind.Relative);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return _api.SendAsync(request, _api.AnalystKey);
    }

    private Task<ApiResponse> GetAsync(string query, string accept = "*/*") => _api.SendAsync(Get(query, accept), _api.AnalystKey);

    private static HttpRequestMessage Get(string query, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/graphql?{query}");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return request;
    }
}
