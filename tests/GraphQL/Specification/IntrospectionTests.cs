using System.Text.Json;
using HealthGraph.GraphQL.Tests.Execution;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Specification;

/// <summary>https://spec.graphql.org/September2025/#sec-Introspection</summary>
public sealed class IntrospectionTests
{
    private const string Sdl = """
        type Query implements I { text: String all: [U!]! i: I old: Int @deprecated give(a: In, b: Color = RED, c: Int @deprecated(reason: "no")): Url }
        interface I { text: String }
        interface J implements I { text: String }
        union U = Query
        enum Color { RED OLD @deprecated }
        input In { a: Int = 1 b: Int @deprecated }
        input One @oneOf { a: Int }
        scalar Url @specifiedBy(url: "https://example.org/url")
        directive @d(a: Int, b: Int @deprecated) on FIELD
        type Mutation { text: String }
        type Subscription { text: String }
        """;

    // What each kind has beside kind, name and description; everything else of __Type is null.
    [Theory]
    [InlineData("String", "SCALAR", "")]
    [InlineData("Url", "SCALAR", "specifiedByURL")]
    [InlineData("Query", "OBJECT", "fields interfaces")]
    [InlineData("Mutation", "OBJECT", "fields interfaces")]
    [InlineData("I", "INTERFACE", "fields interfaces possibleTypes")]
    [InlineData("J", "INTERFACE", "fields interfaces possibleTypes")]
    [InlineData("U", "UNION", "possibleTypes")]
    [InlineData("Color", "ENUM", "enumValues")]
    [InlineData("In", "INPUT_OBJECT", "inputFields isOneOf")]
    [InlineData("One", "INPUT_OBJECT", "inputFields isOneOf")]
    public async Task A_type_has_what_its_kind_has(string name, string kind, string members)
    {
        var type = (await DataAsync($$"""{ __type(name: "{{name}}") { ...T } } {{Everything}}""")).GetProperty("__type");

        Assert.Equal((kind, name), (type.GetProperty("kind").GetString(), type.GetProperty("name").GetString()));
        Assert.Equal(members.Split(' ', StringSplitOptions.RemoveEmptyEntries), Present(type));
    }

    [Fact]
    public async Task A_wrapping_type_has_a_kind_and_what_it_wraps()
    {
        var fields = (await DataAsync($$"""{ __type(name: "Query") { fields { name type { ...T ofType { ...T ofType { ...T ofType { ...T } } } } } } } {{Everything}}"""))
            .GetProperty("__type").GetProperty("fields");
        var type = fields.EnumerateArray().Single(field => field.GetProperty("name").GetString() == "all").GetProperty("type");

        foreach (var kind in new[] { "NON_NULL", "LIST", "NON_NULL" })
        {
            Assert.Equal(kind, type.GetProperty("kind").GetString());
            Assert.Equal(JsonValueKind.Null, type.GetProperty("name").ValueKind);
            Assert.Equal(["ofType"], Present(type));
            type = type.GetProperty("ofType");
        }

        Assert.Equal("U", type.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("{ __type(name: \"Query\") { a: fields { name } b: fields(includeDeprecated: true) { name } } }", "old")]
    [InlineData("{ __type(name: \"Color\") { a: enumValues { name } b: enumValues(includeDeprecated: true) { name } } }", "OLD")]
    [InlineData("{ __type(name: \"In\") { a: inputFields { name } b: inputFields(includeDeprecated: true) { name } } }", "b")]
    public async Task What_is_deprecated_is_told_on_demand(string document, string deprecated)
    {
        var type = (await DataAsync(document)).GetProperty("__type");

        Assert.Equal([deprecated], Names(type.GetProperty("b")).Except(Names(type.GetProperty("a"))));
    }

    [Fact]
    public async Task Deprecated_arguments_of_fields_and_directives_are_told_on_demand()
    {
        var data = await DataAsync(
            "{ __type(name: \"Query\") { fields { name a: args { name } b: args(includeDeprecated: true) { name deprecationReason } } } " +
            "__schema { directives { name a: args { name } b: args(includeDeprecated: true) { name } } } }");
        var give = data.GetProperty("__type").GetProperty("fields").EnumerateArray().Single(field => field.GetProperty("name").GetString() == "give");
        var directive = data.GetProperty("__schema").GetProperty("directives").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "d");

        Assert.Equal(["a", "b"], Names(give.GetProperty("a")));
        Assert.Equal(["a", "b", "c"], Names(give.GetProperty("b")));
        Assert.Equal("no", give.GetProperty("b")[2].GetProperty("deprecationReason").GetString());
        Assert.Equal(["a"], Names(directive.GetProperty("a")));
        Assert.Equal(["a", "b"], Names(directive.GetProperty("b")));
    }

    [Fact]
    public async Task Built_in_scalars_are_listed_where_they_are_used()
    {
        const string document = "{ __schema { types { name } directives { name } } }";
        using var response = JsonDocument.Parse(await Executor("type Query { a: ID }").RunAsync(document));
        var schema = response.RootElement.GetProperty("data").GetProperty("__schema");

        // The introspection types themselves use String and Boolean.
        Assert.Equal(["Boolean", "ID", "Query", "String"], Names(schema.GetProperty("types")).Where(name => name[0] != '_').Order());
        Assert.Equal(["include", "skip", "deprecated", "specifiedBy", "oneOf"], Names(schema.GetProperty("directives")));
    }

    [Theory]
    [InlineData("query { __typename all { __typename } i { __typename } }")]
    [InlineData("mutation { __typename }")]
    [InlineData("{ __schema { __typename } __type(name: \"Color\") { __typename enumValues { __typename } } }")]
    public async Task Every_object_tells_its_type(string document) => Assert.DoesNotContain(
        "errors", await Executor(Sdl, new() { ["Query.all"] = Return(Array.Empty<object>()) }).RunAsync(document), StringComparison.Ordinal);

    [Theory]
    [InlineData("mutation { __schema { description } }")]
    [InlineData("mutation { __type(name: \"Color\") { name } }")]
    [InlineData("{ i { __schema { description } } }")]
    [InlineData("subscription { __schema { description } }")]
    [InlineData("subscription { __typename }")]
    public async Task The_schema_is_asked_for_at_the_root_of_a_query_alone(string document) =>
        Assert.StartsWith("{\"errors\"", await Executor(Sdl).RunAsync(document), StringComparison.Ordinal);

    private const string Everything =
        "fragment T on __Type { kind name description fields { name } interfaces { name } possibleTypes { name } enumValues { name } " +
        "inputFields { name } ofType { kind } specifiedByURL isOneOf }";

    private static async Task<JsonElement> DataAsync(string document)
    {
        using var response = JsonDocument.Parse(await Executor(Sdl).RunAsync(document));
        return response.RootElement.GetProperty("data").Clone();
    }

    private static IEnumerable<string> Present(JsonElement type) => type.EnumerateObject()
        .Where(member => member.Name is not ("kind" or "name" or "description") && member.Value.ValueKind is not JsonValueKind.Null)
        .Select(member => member.Name);

    private static string[] Names(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];
}
