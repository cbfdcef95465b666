using System.Text.Json;
using HealthGraph.GraphQL.Introspection;
using HealthGraph.GraphQL.Tests.Execution;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Introspection;

public sealed class IntrospectionTests
{
    private const string Sdl = """
        "A schema." schema { query: Query }
        type Query { a(x: Int = 3, old: P = { c: [RED], t: "a\"b" } @deprecated(reason: "gone")): Int b: Int @deprecated }
        input P @oneOf { c: [C!] t: String }
        enum C { RED GREEN @deprecated(reason: "faded") }
        scalar Url @specifiedBy(url: "https://example.org/url")
        directive @d(x: Int) repeatable on FIELD | ENUM_VALUE
        """;

    [Theory]
    [InlineData("{ __schema { description queryType { name } mutationType { name } } }", """{"__schema":{"description":"A schema.","queryType":{"name":"Query"},"mutationType":null}}""")]
    [InlineData("""{ __type(name: "Nothing") { name } }""", """{"__type":null}""")]
    [InlineData("""{ __type(name: "Query") { fields { name } all: fields(includeDeprecated: true) { name isDeprecated deprecationReason } } }""", """{"__type":{"fields":[{"name":"a"}],"all":[{"name":"a","isDeprecated":false,"deprecationReason":null},{"name":"b","isDeprecated":true,"deprecationReason":"No longer supported"}]}}""")]
    [InlineData("""{ __type(name: "Query") { fields { args(includeDeprecated: true) { name defaultValue isDeprecated } } } }""", """{"__type":{"fields":[{"args":[{"name":"x","defaultValue":"3","isDeprecated":false},{"name":"old","defaultValue":"{ c: [RED], t: \"a\\\"b\" }","isDeprecated":true}]}]}}""")]
    [InlineData("""{ __type(name: "P") { kind isOneOf inputFields { name type { kind ofType { kind ofType { name } } } } } }""", """{"__type":{"kind":"INPUT_OBJECT","isOneOf":true,"inputFields":[{"name":"c","type":{"kind":"LIST","ofType":{"kind":"NON_NULL","ofType":{"name":"C"}}}},{"name":"t","type":{"kind":"SCALAR","ofType":null}}]}}""")]
    [InlineData("""{ __type(name: "C") { enumValues { name } possibleTypes { name } isOneOf } }""", """{"__type":{"enumValues":[{"name":"RED"}],"possibleTypes":null,"isOneOf":null}}""")]
    [InlineData("""{ __type(name: "Url") { specifiedByURL fields { name } } }""", """{"__type":{"specifiedByURL":"https://example.org/url","fields":null}}""")]
    public async Task The_schema_tells_what_it_is(string document, string expected)
    {
        var response = await Executor(Sdl).RunAsync(document);

        Assert.Equal($$"""{"data":{{expected}}}""", response);
    }

    [Fact]
    public async Task Directives_say_where_they_stand_and_whether_they_repeat()
    {
        var response = await Executor(Sdl).RunAsync("{ __schema { directives { name isRepeatable locations } } }");

        Assert.Contains("""{"name":"d","isRepeatable":true,"locations":["FIELD","ENUM_VALUE"]}""", response, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"specifiedBy\"", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_query_of_tools_is_answered_without_an_error()
    {
        var response = await Executor(Sdl).RunAsync(IntrospectionQuery.Text);

        using var parsed = JsonDocument.Parse(response);
        Assert.False(parsed.RootElement.TryGetProperty("errors", out _));
        Assert.Equal("Query", parsed.RootElement.GetProperty("data").GetProperty("__schema").GetProperty("queryType").GetProperty("name").GetString());
    }
}
