using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace HealthGraph.Api.Tests.Uploads;

public sealed class UploadTests(UploadServer server) : IClassFixture<UploadServer>
{
    private const string Upload = """{"query":"mutation($f: Upload!) { upload(file: $f) }","variables":{"f":null}}""";
    private const string UploadAll = """{"query":"mutation($f: [Upload!]!) { uploadAll(files: $f) }","variables":{"f":[null,null]}}""";
    private const string Map = """{"0":["variables.f"]}""";

    [Fact]
    public async Task A_file_reaches_the_resolver()
    {
        var response = await SendAsync(Form(Upload, Map, ("0", "a.txt", "Ada")));

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal($$$"""{"data":{"upload":"a.txt|text/plain|3|{{{Hash("Ada")}}}"}}""", response.Text);
    }

    [Fact]
    public async Task Files_of_a_list_are_read_in_any_order()
    {
        var inOrder = await SendAsync(Form(UploadAll, """{"0":["variables.f.0"],"1":["variables.f.1"]}""", ("0", "a.txt", "Ada"), ("1", "b.txt", "Bob")));
        var reversed = await SendAsync(Form(UploadAll, """{"0":["variables.f.1"],"1":["variables.f.0"]}""", ("0", "a.txt", "Ada"), ("1", "b.txt", "Bob")));

        Assert.Equal($$$"""{"data":{"uploadAll":"a.txt|text/plain|3|{{{Hash("Ada")}}} b.txt|text/plain|3|{{{Hash("Bob")}}}"}}""", inOrder.Text);
        Assert.Equal($$$"""{"data":{"uploadAll":"b.txt|text/plain|3|{{{Hash("Bob")}}} a.txt|text/plain|3|{{{Hash("Ada")}}}"}}""", reversed.Text);
    }

    [Fact]
    public async Task A_file_can_be_for_several_variables()
    {
        const string Operations = """{"query":"query($a: Upload!, $b: Upload!) { a: upload(file: $a) b: upload(file: $b) }","variables":{"a":null,"b":null}}""";
        var content = new string('x', 1_000_000);

        var response = await SendAsync(Form(Operations, """{"0":["variables.a","variables.b"]}""", ("0", "x.txt", content)));

        Assert.Equal(
            $$$"""{"data":{"a":"x.txt|text/plain|1000000|{{{Hash(content)}}}","b":"x.txt|text/plain|1000000|{{{Hash(content)}}}"}}""", response.Text);
    }

    [Fact]
    public async Task Fields_that_read_at_the_same_time_do_not_wait_for_each_other_for_ever()
    {
        const string Operations = """
            {"query":"query($a: Upload!, $b: Upload!, $c: Upload!) { c: upload(file: $c) a: upload(file: $a) b: upload(file: $b) }",
             "variables":{"a":null,"b":null,"c":null}}
            """;
        var contents = new[] { new string('a', 1_500_000), new string('b', 1_000_000), new string('c', 700_000) };

        var response = await SendAsync(Form(
            Operations, """{"0":["variables.a"],"1":["variables.b"],"2":["variables.c"]}""",
            ("0", "a", contents[0]), ("1", "b", contents[1]), ("2", "c", contents[2])));

        Assert.Equal($"a|text/plain|1500000|{Hash(contents[0])}", response.Data.GetProperty("a").GetString());
        Assert.Equal($"b|text/plain|1000000|{Hash(contents[1])}", response.Data.GetProperty("b").GetString());
        Assert.Equal($"c|text/plain|700000|{Hash(contents[2])}", response.Data.GetProperty("c").GetString());
    }

    [Fact]
    public async Task A_batch_has_files_too()
    {
        const string Operations = $"[{Upload},{Upload}]";

        var response = await SendAsync(Form(
            Operations, """{"x":["0.variables.f"],"y":["1.variables.f"]}""", ("x", "a.txt", "Ada"), ("y", "b.txt", "Bob")));

        Assert.Equal($"a.txt|text/plain|3|{Hash("Ada")}", response.Json[0].GetProperty("data").GetProperty("upload").GetString());
        Assert.Equal($"b.txt|text/plain|3|{Hash("Bob")}", response.Json[1].GetProperty("data").GetProperty("upload").GetString());
    }

    [Fact]
    public async Task Files_that_nobody_reads_or_the_map_does_not_name_are_passed_over()
    {
        const string Operations = """{"query":"mutation($f: Upload) { ignore(file: $f) }","variables":{"f":null}}""";

        var unread = await SendAsync(Form(Operations, Map, ("0", "a.txt", new string('x', 1_000_000))));
        var extra = await SendAsync(Form(Upload, Map, ("9", "x.txt", "extra"), ("0", "a.txt", "Ada"), ("8", "y.txt", "extra")));
        var partly = await SendAsync(Form(Upload.Replace("upload(", "head("), Map, ("0", "a.txt", new string('x', 1_000_000))));

        Assert.Equal("""{"data":{"ignore":"ignored"}}""", unread.Text);
        Assert.StartsWith("a.txt|text/plain|3|", extra.Data.GetProperty("upload").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"data":{"head":"1 of a.txt"}}""", partly.Text);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_error_of_its_field()
    {
        var response = await SendAsync(Form("""{"query":"mutation($f: Upload!) { upload(file: $f) ok: __typename }","variables":{"f":null}}""", Map));

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("The form holds no file '0'.", response.Message);
        Assert.Equal("HC0038", response.Code);
        Assert.Equal("Mutation", response.Data.GetProperty("ok").GetString());
    }

    [Fact]
    public async Task A_file_is_for_one_field()
    {
        const string Operations = """{"query":"mutation($f: Upload!) { a: upload(file: $f) b: upload(file: $f) }","variables":{"f":null}}""";

        var response = await SendAsync(Form(Operations, Map, ("0", "a.txt", "Ada")));

        Assert.Equal("HC0038", response.Code);
        Assert.StartsWith("The file '0' was read by another field.", response.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_form_an_upload_leads_to_no_file()
    {
        var text = await server.Api.QueryAsync("mutation($f: Upload!) { upload(file: $f) }", new { f = "0" });
        var literal = await server.Api.QueryAsync("mutation { upload(file: \"0\") }");

        Assert.Equal("HC0038", text.Code);
        Assert.Equal("HC0016", literal.Code);
    }

    [Fact]
    public async Task The_preflight_header_is_needed()
    {
        var form = Form(Upload, Map, ("0", "a.txt", "Ada"));
        form.Headers.Remove("GraphQL-Preflight");

        var response = await SendAsync(form);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal("A multipart form needs the header 'GraphQL-Preflight: 1'.", response.Message);
        Assert.Equal("HC0077", response.Code);
    }

    [Theory]
    [InlineData("""{"0":["variables.x"]}""", "leads to nothing in the variables")]
    [InlineData("""{"0":["variables.f.x"]}""", "leads to nothing in the variables")]
    [InlineData("""{"0":["variables.full"]}""", "must lead to null")]
    [InlineData("""{"0":["variables.list"]}""", "must lead to null")]
    [InlineData("""{"0":["variables.list.1"]}""", "leads to nothing in the variables")]
    [InlineData("""{"0":["variables.list.00"]}""", "leads to nothing in the variables")]
    [InlineData("""{"0":["variables.list.-1"]}""", "leads to nothing in the variables")]
    [InlineData("""{"0":["variables.twice.a"]}""", "leads through an object that has a member twice")]
    [InlineData("""{"0":["variables.f"],"1":["variables.f"]}""", "must lead to null")]
    [InlineData("""{"0":["variables.f","variables.f"]}""", "must lead to null")]
    [InlineData("""{"0":["variables.f."]}""", "ends with a dot")]
    [InlineData("""{"0":["variables..f"]}""", "leads to nothing in the variables")]
    [InlineData("""{"0":["variables"]}""", "leads to nothing in the variables")]
    [InlineData("""{"0":["query"]}""", "must begin with 'variables.'")]
    [InlineData("""{"0":["0.variables.f"]}""", "must begin with 'variables.'")]
    [InlineData("""{"0":[""]}""", "must begin with 'variables.'")]
    public async Task A_path_that_leads_to_no_place_for_a_file_is_400(string map, string problem)
    {
        const string Operations = """
            {"query":"mutation($f: Upload!) { upload(file: $f) }",
             "variables":{"f":null,"full":"x","list":[null],"twice":{"a":null,"a":null}}}
            """;

        var response = await SendAsync(Form(Operations, map, ("0", "a.txt", "Ada")));

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Contains(problem, response.Message, StringComparison.Ordinal);
        Assert.Equal("HC0041", response.Code);
    }

    [Theory]
    [InlineData("3.variables.f")]
    [InlineData("variables.f")]
    [InlineData("01.variables.f")]
    [InlineData("0.query")]
    public async Task A_path_into_a_batch_begins_with_an_index(string path)
    {
        var response = await SendAsync(Form($"[{Upload},{Upload}]", $$"""{"0":["{{path}}"]}""", ("0", "a.txt", "Ada")));

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal("HC0041", response.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{\"0\":\"variables.f\"}")]
    [InlineData("{\"0\":[7]}")]
    [InlineData("{\"0\":[[\"variables.f\"]]}")]
    [InlineData("{\"0\":[]}")]
    [InlineData("{\"0\":[\"variables.f\"],\"0\":[\"variables.f\"]}")]
    [InlineData("{} {}")]
    [InlineData("{\"0\":[\"a\"],\"1\":[\"b\"],\"2\":[\"c\"],\"3\":[\"d\"]}")]
    public async Task A_map_of_another_form_is_400(string map)
    {
        var response = await SendAsync(Form(Upload, map, ("0", "a.txt", "Ada")));

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal("HC0033", response.Code);
    }

    [Fact]
    public async Task Fields_in_another_order_are_400()
    {
        var mapFirst = Form(Upload, Map);
        mapFirst.Content = new MultipartFormDataContent { { new StringContent(Map), "map" }, { new StringContent(Upload), "operations" } };
        var onlyOperations = Form(Upload, Map);
        onlyOperations.Content = new MultipartFormDataContent { { new StringContent(Upload), "operations" } };
        var nothing = Form(Upload, Map);
        nothing.Content = new MultipartFormDataContent();

        foreach (var form in new[] { mapFirst, onlyOperations, nothing })
        {
            var response = await SendAsync(form);

            Assert.Equal(HttpStatusCode.BadRequest, response.Status);
            Assert.Equal("HC0033", response.Code);
        }
    }

    [Fact]
    public async Task Operations_are_read_as_a_body_is()
    {
        var broken = await SendAsync(Form("{\"query\":", Map));
        var large = await SendAsync(Form(new string(' ', 4_000_000) + "{", Map));
        var map = await SendAsync(Form(Upload, new string(' ', 70_000) + Map));

        Assert.StartsWith("The field 'operations' is not valid JSON", broken.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, large.Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, map.Status);
        Assert.Equal("The field 'map' is larger than 65536 bytes.", map.Message);
    }

    [Fact]
    public async Task Files_may_touch_the_limits_and_not_cross_them()
    {
        var touching = await SendAsync(Form(Upload, Map, ("0", "a", new string('x', 2_000_000))));
        var crossing = await SendAsync(Form(Upload, Map, ("0", "a", new string('x', 2_000_001))));
        var many = await SendAsync(Form(Upload, Map, ("1", "a", "x"), ("2", "a", "x"), ("3", "a", "x"), ("0", "a", "x")));
        var twice = await SendAsync(Form(UploadAll, """{"0":["variables.f.0"],"1":["variables.f.1"]}""", ("0", "a", "x"), ("0", "b", "y")));
        var declared = await SendAsync(Form(Upload, Map, ("0", "a", new string('x', 5_000_000))));

        Assert.Equal("a|text/plain|2000000", touching.Data.GetProperty("upload").GetString()![..20]);
        Assert.Equal("The file '0' is larger than 2000000 bytes.", crossing.Message);
        Assert.Equal("The form holds more than 3 files.", many.Message);
        Assert.Equal("The form holds the file '0' twice.", twice.Message);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, declared.Status);
    }

    [Fact]
    public async Task A_form_whose_length_is_not_declared_is_cut_off_at_the_limit()
    {
        var form = Form(UploadAll.Replace("[null,null]", "[null,null,null]"), """{"0":["variables.f.0"],"1":["variables.f.1"],"2":["variables.f.2"]}""",
            ("0", "a", new string('x', 1_900_000)), ("1", "b", new string('x', 1_900_000)), ("2", "c", new string('x', 1_900_000)));
        form.Headers.TransferEncodingChunked = true;

        var response = await SendAsync(form);

        Assert.Equal("The form is larger than 5000000 bytes.", response.Message);
    }

    [Fact]
    public async Task A_file_name_and_type_are_what_the_caller_says()
    {
        var form = Form(Upload, Map);
        var file = new ByteArrayContent([0, 1, 2]);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+ndjson");
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "0", FileNameStar = "Größe.ndjson" };
        ((MultipartFormDataContent)form.Content!).Add(file);

        var response = await SendAsync(form);

        Assert.StartsWith("Größe.ndjson|application/fhir+ndjson|3|", response.Data.GetProperty("upload").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_stays_on_the_disk()
    {
        await SendAsync(Form(UploadAll, """{"0":["variables.f.1"],"1":["variables.f.0"]}""", ("0", "a", new string('x', 1_000_000)), ("1", "b", "y")));

        Assert.Empty(Directory.EnumerateFiles(Path.GetTempPath(), "healthgraph-upload-*"));
    }

    private Task<ApiResponse> SendAsync(HttpRequestMessage request) => server.Api.SendAsync(request, server.Api.AnalystKey);

    private static HttpRequestMessage Form(string operations, string map, params (string Key, string FileName, string Content)[] files)
    {
        var form = new MultipartFormDataContent { { new StringContent(operations), "operations" }, { new StringContent(map), "map" } };
        foreach (var (key, fileName, content) in files)
        {
            form.Add(new StringContent(content, Encoding.UTF8, new MediaTypeHeaderValue("text/plain")), key, fileName);
        }

        return new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = form, Headers = { { "GraphQL-Preflight", "1" } } };
    }

    private static string Hash(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..8];
}
