using System.Net;
using HealthGraph.Domain.Access;
using Microsoft.Extensions.DependencyInjection;

namespace HealthGraph.Api.Tests.Access;

public sealed class AuthenticationTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Theory]
    [InlineData(null)]
    [InlineData("Basic aGc6aGc=")]
    [InlineData("Bearer")]
    public async Task Without_a_key_the_answer_is_401(string? header)
    {
        var request = ApiServer.Post("""{"query":"{ __typename }"}""");
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        var response = await api.SendAsync(request, key: null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.Status);
        Assert.Equal("AUTH_NOT_AUTHENTICATED", response.Code);
        Assert.StartsWith("Bearer", response.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hg_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("nonsense")]
    public async Task With_an_unknown_key_the_answer_is_401(string key)
    {
        var response = await api.QueryAsync("{ __typename }", key: key);

        Assert.Equal(HttpStatusCode.Unauthorized, response.Status);
        Assert.Equal("AUTH_NOT_AUTHENTICATED", response.Code);
        Assert.Equal("The API key is not known, was revoked or has expired.", response.Message);
    }

    [Fact]
    public async Task With_a_revoked_key_the_answer_is_401()
    {
        var store = api.Services.GetRequiredService<ApiKeyStore>();
        var created = await store.CreateAsync(new NewApiKey("short-lived", Role.Admin), TestContext.Current.CancellationToken);
        await store.RevokeAsync(created.Key.Id, TestContext.Current.CancellationToken);

        var response = await api.QueryAsync("{ __typename }", key: created.Secret.Reveal());

        Assert.Equal(HttpStatusCode.Unauthorized, response.Status);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_is_open(string path)
    {
        var response = await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, path), key: null);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("ok", response.Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_explorer_is_open_to_browsers()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphql");
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

        var response = await api.SendAsync(request, key: null);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.StartsWith("text/html", response.ContentType, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", response.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("<!doctype html>", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_the_explorer_does_not_have_is_404()
    {
        var response = await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql/explorer/..%2fappsettings.json"), key: null);

        Assert.Equal(HttpStatusCode.NotFound, response.Status);
    }

    [Fact]
    public async Task An_operator_reads_no_patient_however_it_asks()
    {
        string[] queries =
        [
            "{ visitPlans { totalCount } }",
            "{ visitPlans { nodes { visitPlanId } } }",
            "query($no: Boolean = false) { patients @include(if: $no) { nodes { id } } }",
            "{ ...F } fragment F on Query { carePlans { nodes { id } } }",
            "{ ... on Query { x: appointments { pageInfo { hasNextPage } } } }",
        ];
        var key = await api.CreateKeyAsync(Role.Operator);

        foreach (var query in queries)
        {
            var response = await api.QueryAsync(query, key: key);

            Assert.Equal("AUTH_NOT_AUTHORIZED", response.Code);
            Assert.False(response.Json.TryGetProperty("data", out _), query);
        }
    }

    [Fact]
    public async Task A_caller_who_may_not_gets_403_as_graphql_response()
    {
        var request = ApiServer.Post("""{"query":"{ patients { totalCount } }"}""");
        request.Headers.Accept.ParseAdd("application/graphql-response+json");

        var response = await api.SendAsync(request, await api.CreateKeyAsync(Role.Operator));

        Assert.Equal(HttpStatusCode.Forbidden, response.Status);
    }

    [Fact]
    public async Task No_secret_reaches_the_log()
    {
        var store = api.Services.GetRequiredService<ApiKeyStore>();
        var revoked = await store.CreateAsync(new NewApiKey("gone", Role.Admin), TestContext.Current.CancellationToken);
        await store.RevokeAsync(revoked.Key.Id, TestContext.Current.CancellationToken);
        string[] secrets =
        [
            api.AnalystKey, revoked.Secret.Reveal(), "hg_tooShortToBeOneButSecretAllTheSame", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
        ];
        foreach (var secret in secrets)
        {
            await api.QueryAsync("{ patients { totalCount } }", key: secret);
            await api.QueryAsync("{ patients {", key: secret);
            await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql?query={__typename}"), secret);
        }

        Assert.Contains(api.Log.Lines, line => line.Contains("test analyst", StringComparison.Ordinal));
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(api.Log.Lines, line => line.Contains(secret[12..], StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_analyst_reads_patients()
    {
        var response = await api.QueryAsync("{ patients { totalCount } }", key: api.AnalystKey);

        Assert.Equal("""{"data":{"patients":{"totalCount":0}}}""", response.Text);
    }
}
