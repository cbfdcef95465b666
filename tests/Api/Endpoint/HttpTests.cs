using System.Net;
using System.Net.Http.Headers;

namespace HealthGraph.Api.Tests.Endpoint;

public sealed class HttpTests(ApiServer api) : IClassFixture<ApiServer>
{
    private const string Json = "application/json; charset=utf-8";
    private const string GraphQLResponse = "application/graphql-response+json; charset=utf-8";

    [Fact]
    public async Task A_post_is_answered_with_json()
    {
        var response = await api.SendAsync(ApiServer.Post("""{"query":"{ __typename }"}"""), api.AnalystKey);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(Json, response.ContentType);
        Assert.Equal("""{"data":{"__typename":"Query"}}""", response.Text);
        Assert.Equal("no-store", response.Header("Cache-Control"));
    }

    [Fact]
    public async Task A_get_is_answered_as_a_post_is()
    {
        var response = await GetAsync("/graphql?query=query%20A{__typename}%20query%20B{b:__typename}&operationName=B&variables={}");

        Assert.Equal("""{"data":{"b":"Query"}}""", response.Text);
    }

    // What is empty in a URL was not given; null is given as any other name.
    [Theory]
    [InlineData("/graphql?query={__typename}&variables=&operationName=&extensions=")]
    [InlineData("/graphql?query=query%20null{__typename}query%20B{b:__typename}&operationName=null")]
    [InlineData("/graphql?query={__typename}&variables=null&colour=red")]
    public async Task An_optional_parameter_of_a_get_may_be_empty(string path) =>
        Assert.Equal("""{"data":{"__typename":"Query"}}""", (await GetAsync(path)).Text);

    [Theory]
    [InlineData("""{"query":"{ __typename }","variables":null,"operationName":null,"extensions":null}""")]
    [InlineData("""{"query":"{ __typename }","colour":"red","Query":{"a":[1]},"onError":null}""")]
    public async Task A_member_of_a_post_may_be_null_and_others_are_passed_over(string body) =>
        Assert.Equal("""{"data":{"__typename":"Query"}}""", (await PostAsync(body, "application/json")).Text);

    [Theory]
    [InlineData("*/*", Json)]
    [InlineData("application/*", Json)]
    [InlineData("application/json", Json)]
    [InlineData("application/graphql-response+json", GraphQLResponse)]
    [InlineData("application/graphql-response+json, application/json", GraphQLResponse)]
    [InlineData("application/json, application/graphql-response+json", GraphQLResponse)]
    [InlineData("application/graphql-response+json;q=0.5, application/json", Json)]
    [InlineData("application/json;q=0.5, application/graphql-response+json;q=0.6", GraphQLResponse)]
    [InlineData("application/json;q=0, */*", GraphQLResponse)]
    [InlineData("text/plain, application/json;q=0.1", Json)]
    [InlineData("application/json; charset=utf-8", Json)]
    public async Task The_media_type_is_the_one_that_the_caller_likes_best(string accept, string contentType)
    {
        var response = await PostAsync("""{"query":"{ __typename }"}""", accept);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(contentType, response.ContentType);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json;q=0")]
    public async Task A_caller_who_takes_neither_media_type_is_told_so(string accept)
    {
        var response = await PostAsync("""{"query":"{ __typename }"}""", accept);

        Assert.Equal(HttpStatusCode.NotAcceptable, response.Status);
        Assert.Equal(Json, response.ContentType);
    }

    [Theory]
    [InlineData("{ \"query\": \"{ nothing }\" }", "HC0016")]
    [InlineData("{ \"query\": \"{\" }", "HC0014")]
    [InlineData("{ \"query\": \"query($id: String!) { __type(name: $id) { name } }\", \"variables\": { \"id\": null } }", "HC0018")]
    [InlineData("{ \"query\": \"query A { __typename }\", \"operationName\": \"B\" }", "HC0017")]
    public async Task A_document_that_cannot_be_executed_is_200_as_json_and_400_as_graphql_response(string body, string code)
    {
        var json = await PostAsync(body, "application/json");
        var response = await PostAsync(body, "application/graphql-response+json");

        Assert.Equal(HttpStatusCode.OK, json.Status);
        Assert.Equal(code, json.Code);
        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal(code, response.Code);
        Assert.False(response.Json.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task A_mutation_by_get_is_405()
    {
        var response = await GetAsync("/graphql?query=mutation{__typename}");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.Status);
        Assert.Equal("POST", response.Header("Allow"));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task Other_methods_are_405(string method)
    {
        var response = await api.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/graphql"), api.AnalystKey);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.Status);
        Assert.Equal("GET, HEAD, POST", response.Header("Allow"));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Responses_are_compressed_for_who_takes_it(string encoding)
    {
        var request = ApiServer.Post("""{"query":"{ __schema { types { name description fields { name } } } }"}""");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));

        var response = await api.SendAsync(request, api.AnalystKey);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(encoding, response.Encoding);
    }

    [Fact]
    public async Task The_schema_is_served_to_who_has_a_key()
    {
        var file = await GetAsync("/graphql/schema.graphql");
        var parameter = await GetAsync("/graphql?sdl");
        var without = await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql"), key: null);

        Assert.Equal(HttpStatusCode.OK, file.Status);
        Assert.Contains("type Query", file.Text, StringComparison.Ordinal);
        Assert.Equal(file.Text, parameter.Text);
        Assert.Equal(HttpStatusCode.Unauthorized, without.Status);
    }

    private Task<ApiResponse> GetAsync(string path) => api.SendAsync(new HttpRequestMessage(HttpMethod.Get, path), api.AnalystKey);

    private Task<ApiResponse> PostAsync(string body, string accept)
    {
        var request = ApiServer.Post(body);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return api.SendAsync(request, api.AnalystKey);
    }
}
