using System.Net;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Tests.Endpoint;

public sealed class CrossOriginTests(ApiServer api, PostgresServer postgres) : IClassFixture<ApiServer>
{
    private const string Origin = "https://app.example.org";

    [Fact]
    public async Task No_page_of_another_origin_may_call_unless_a_setting_says_so()
    {
        var preflight = await api.SendAsync(Preflight(Origin), key: null);
        var response = await api.SendAsync(Query(Origin), api.AnalystKey);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, preflight.Status);
        Assert.Null(preflight.Header("Access-Control-Allow-Origin"));
        Assert.Null(response.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Pages_of_the_origins_in_the_settings_may_and_of_others_may_not()
    {
        await using var open = new ApiServer(postgres) { Settings = { ["HealthGraph:CrossOrigin:Origins:0"] = Origin } };
        await open.InitializeAsync();

        var preflight = await open.SendAsync(Preflight(Origin), key: null);
        var response = await open.SendAsync(Query(Origin), open.AnalystKey);
        var refused = await open.SendAsync(Query(Origin), key: null);
        var other = await open.SendAsync(Preflight("https://app.example.com"), key: null);

        Assert.Equal(HttpStatusCode.NoContent, preflight.Status);
        Assert.Equal(Origin, preflight.Header("Access-Control-Allow-Origin"));
        Assert.Equal("authorization,content-type,graphql-preflight", preflight.Header("Access-Control-Allow-Headers"));
        Assert.Equal("3600", preflight.Header("Access-Control-Max-Age"));
        Assert.Null(preflight.Header("Access-Control-Allow-Credentials"));
        Assert.Equal(Origin, response.Header("Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Equal(Origin, refused.Header("Access-Control-Allow-Origin"));
        Assert.Null(other.Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("app.example.org")]
    [InlineData("https://app.example.org/")]
    [InlineData("file:///etc")]
    public async Task What_is_no_origin_is_refused_at_the_start(string origin)
    {
        await using var broken = new ApiServer(postgres) { Settings = { ["HealthGraph:CrossOrigin:Origins:0"] = origin } };

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(async () => await broken.InitializeAsync());

        Assert.Contains($"'{origin}'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_form_that_a_page_can_make_a_browser_send_is_refused(string contentType)
    {
        var response = await api.SendAsync(ApiServer.Post("""{"query":"mutation { __typename }"}""", contentType), api.AnalystKey);

        Assert.Contains(response.Status, new[] { HttpStatusCode.UnsupportedMediaType, HttpStatusCode.BadRequest });
    }

    private static HttpRequestMessage Preflight(string origin) => new(HttpMethod.Options, "/graphql")
    {
        Headers =
        {
            { "Origin", origin },
            { "Access-Control-Request-Method", "POST" },
            { "Access-Control-Request-Headers", "authorization,content-type,graphql-preflight" },
        },
    };

    private static HttpRequestMessage Query(string origin)
    {
        var request = ApiServer.Post("""{"query":"{ __typename }"}""");
        request.Headers.Add("Origin", origin);
        return request;
    }
}
