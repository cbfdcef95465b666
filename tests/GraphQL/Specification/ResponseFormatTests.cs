using System.Text.Json;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Tests.Execution;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Specification;

/// <summary>https://spec.graphql.org/September2025/#sec-Response</summary>
public sealed class ResponseFormatTests
{
    private const string Sdl = "type Query { ok: Int bad: Int list: [A] strict: Int! } type A { b: Int! }";

    [Theory]
    [InlineData("{ ok }", "data")]
    [InlineData("{ ok bad }", "errors data")]
    [InlineData("{ strict }", "errors data")]
    [InlineData("{", "errors")]
    [InlineData("{ nothing }", "errors")]
    [InlineData("query ($v: Int!) { ok @include(if: $v) }", "errors")]
    [InlineData("query A { ok } query B { ok }", "errors")]
    public async Task A_response_has_data_when_it_was_executed_and_errors_when_there_are_some(string document, string members)
    {
        using var response = JsonDocument.Parse(await Run(document));

        Assert.Equal(members, string.Join(' ', response.RootElement.EnumerateObject().Select(member => member.Name)));
        if (response.RootElement.TryGetProperty("errors", out var errors))
        {
            Assert.NotEqual(0, errors.GetArrayLength());
        }
    }

    [Theory]
    [InlineData("{ bad }")]
    [InlineData("{ list { b } }")]
    [InlineData("{ strict }")]
    [InlineData("{")]
    [InlineData("{ nothing }")]
    public async Task An_error_has_the_members_of_the_specification_and_no_other(string document)
    {
        using var response = JsonDocument.Parse(await Run(document));

        foreach (var error in response.RootElement.GetProperty("errors").EnumerateArray())
        {
            Assert.Empty(error.EnumerateObject().Select(member => member.Name).Except(["message", "locations", "path", "extensions"]));
            Assert.Equal(JsonValueKind.String, error.GetProperty("message").ValueKind);
            Assert.All(error.GetProperty("locations").EnumerateArray(), static place =>
                Assert.True(place.GetProperty("line").GetInt32() > 0 && place.GetProperty("column").GetInt32() > 0));
            Assert.True(!error.TryGetProperty("extensions", out var extensions) || extensions.ValueKind is JsonValueKind.Object);
        }
    }

    [Fact]
    public async Task A_path_has_response_names_and_indices_down_to_where_the_error_was_raised()
    {
        using var response = JsonDocument.Parse(await Run("{ all: list { mine: b } }"));

        Assert.Equal(
            ["""["all",1,"mine"]"""], response.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetRawText()));
        Assert.Equal("""{"all":[{"mine":1},null]}""", response.RootElement.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_request_error_has_no_path()
    {
        using var response = JsonDocument.Parse(await Run("{ nothing }"));

        Assert.False(response.RootElement.GetProperty("errors")[0].TryGetProperty("path", out _));
    }

    private static Task<string> Run(string document) => Executor(Sdl, new()
    {
        ["Query.ok"] = Return(1),
        ["Query.bad"] = Throw(new GraphQLException("No.", ErrorCodes.Unavailable)),
        ["Query.list"] = Return(new object[] { new { B = 1 }, new { } }),
        ["Query.strict"] = Return(null),
    }).RunAsync(document);
}
