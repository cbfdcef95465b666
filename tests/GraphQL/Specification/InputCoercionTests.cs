using System.Text.Json;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Tests.Execution;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Specification;

/// <summary>The input coercion of https://spec.graphql.org/September2025/#sec-Scalars, #sec-Input-Objects, #sec-OneOf-Input-Objects and #sec-List.</summary>
public sealed class InputCoercionTests
{
    private const string Error = "error";

    private static readonly OperationExecutor Echo = Executor(
        """
        type Query { give(int: Int, float: Float, string: String, boolean: Boolean, id: ID, color: Color, list: [Int], lists: [[Int]], object: Object, one: One): String }
        enum Color { RED }
        input Object { a: String b: Int! }
        input One @oneOf { a: String b: Int }
        """,
        new() { ["Query.give"] = context => new(JsonSerializer.Serialize(context.Arguments.Values.Single())) });

    [Theory]
    [InlineData("int", "2147483647", "2147483647")]
    [InlineData("int", "-2147483648", "-2147483648")]
    [InlineData("int", "2147483648", Error)]
    [InlineData("int", "-2147483649", Error)]
    [InlineData("int", "99999999999999999999999999", Error)]
    [InlineData("int", "1.5", Error)]
    [InlineData("int", "\"1\"", Error)]
    [InlineData("int", "true", Error)]
    [InlineData("int", "null", "null")]
    [InlineData("float", "1", "1")]
    [InlineData("float", "1.5e10", "15000000000")]
    [InlineData("float", "1.7976931348623157e308", "1.7976931348623157E+308")]
    [InlineData("float", "1.8e308", Error)]
    [InlineData("float", "-1e400", Error)]
    [InlineData("float", "\"1.5\"", Error)]
    [InlineData("float", "true", Error)]
    [InlineData("string", "\"é😀\"", "\"\\u00E9\\uD83D\\uDE00\"")]
    [InlineData("string", "1", Error)]
    [InlineData("string", "true", Error)]
    [InlineData("boolean", "false", "false")]
    [InlineData("boolean", "0", Error)]
    [InlineData("boolean", "\"true\"", Error)]
    [InlineData("id", "\"4\"", "\"4\"")]
    [InlineData("id", "4", "\"4\"")]
    [InlineData("id", "-4", "\"-4\"")]
    [InlineData("id", "12345678901234567890123", "\"12345678901234567890123\"")]
    [InlineData("id", "4.5", Error)]
    [InlineData("id", "true", Error)]
    [InlineData("list", "[1, 2, 3]", "[1,2,3]")]
    [InlineData("list", "[1, \"b\", true]", Error)]
    [InlineData("list", "1", "[1]")]
    [InlineData("list", "null", "null")]
    [InlineData("lists", "[[1], [2, 3]]", "[[1],[2,3]]")]
    [InlineData("lists", "[1, 2, 3]", "[[1],[2],[3]]")]
    [InlineData("lists", "[1, null, 3]", "[[1],null,[3]]")]
    [InlineData("lists", "[[1], [\"b\"]]", Error)]
    [InlineData("lists", "1", "[[1]]")]
    [InlineData("lists", "null", "null")]
    public async Task A_value_is_coerced_the_same_way_as_a_literal_and_as_a_variable(string argument, string value, string expected)
    {
        Assert.Equal(expected, await GiveAsync($"{{ give({argument}: {value}) }}"));
        Assert.Equal(expected, await GiveAsync($"query ($v: {TypeOf(argument)}) {{ give({argument}: $v) }}", $"{{\"v\":{value}}}"));
    }

    // JSON does not tell an integer with an empty fraction from one without; GraphQL does.
    [Theory]
    [InlineData("int", "1.0", "1")]
    [InlineData("int", "1e2", "100")]
    [InlineData("id", "4.0", "\"4\"")]
    [InlineData("color", "\"RED\"", "\"RED\"")]
    public async Task What_a_literal_may_not_be_a_variable_may(string argument, string value, string expected)
    {
        Assert.Equal(Error, await GiveAsync($"{{ give({argument}: {value}) }}"));
        Assert.Equal(expected, await GiveAsync($"query ($v: {TypeOf(argument)}) {{ give({argument}: $v) }}", $"{{\"v\":{value}}}"));
    }

    [Theory]
    [InlineData("""{ a: "abc", b: 123 }""", "{}", """{"a":"abc","b":123}""")]
    [InlineData("{ a: null, b: 123 }", "{}", """{"a":null,"b":123}""")]
    [InlineData("{ b: 123 }", "{}", """{"b":123}""")]
    [InlineData("{ a: $text, b: 123 }", """{"text":null}""", """{"a":null,"b":123}""")]
    [InlineData("{ a: $text, b: 123 }", "{}", """{"b":123}""")]
    [InlineData("{ b: $number }", """{"number":123}""", """{"b":123}""")]
    [InlineData("$object", """{"object":{"b":123}}""", """{"b":123}""")]
    [InlineData("\"abc123\"", "{}", Error)]
    [InlineData("$object", """{"object":"abc123"}""", Error)]
    [InlineData("""{ a: "abc", b: "123" }""", "{}", Error)]
    [InlineData("""{ a: "abc" }""", "{}", Error)]
    [InlineData("{ b: $number }", "{}", Error)]
    [InlineData("$object", """{"object":{"a":"abc"}}""", Error)]
    [InlineData("""{ a: "abc", b: null }""", "{}", Error)]
    [InlineData("{ b: $number }", """{"number":null}""", Error)]
    [InlineData("""{ b: 123, c: "xyz" }""", "{}", Error)]
    [InlineData("$object", """{"object":{"b":123,"c":"xyz"}}""", Error)]
    [InlineData("[{ b: 1 }]", "{}", Error)]
    public async Task An_input_object_has_what_was_given_and_no_more(string value, string variables, string expected) => Assert.Equal(
        expected, await GiveAsync($"{Query(value, "$text: String", "$number: Int!", "$object: Object")} {{ give(object: {value}) }}", variables));

    [Theory]
    [InlineData("""{ a: "abc" }""", "{}", """{"a":"abc"}""")]
    [InlineData("{ b: 123 }", "{}", """{"b":123}""")]
    [InlineData("$one", """{"one":{"a":"abc"}}""", """{"a":"abc"}""")]
    [InlineData("{ a: $text }", """{"text":"abc"}""", """{"a":"abc"}""")]
    [InlineData("{ a: null }", "{}", Error)]
    [InlineData("$one", """{"one":{"a":null}}""", Error)]
    [InlineData("{ a: $text }", "{}", Error)]
    [InlineData("{ a: $text }", """{"text":null}""", Error)]
    [InlineData("""{ a: "abc", b: 123 }""", "{}", Error)]
    [InlineData("""{ a: 456, b: "xyz" }""", "{}", Error)]
    [InlineData("$one", """{"one":{"a":"abc","b":123}}""", Error)]
    [InlineData("""{ a: "abc", b: null }""", "{}", Error)]
    [InlineData("$one", """{"one":{"a":"abc","b":null}}""", Error)]
    [InlineData("""{ a: "abc", b: $number }""", """{"number":1}""", Error)]
    [InlineData("{ a: $text, b: $number }", """{"text":"abc","number":1}""", Error)]
    [InlineData("{}", "{}", Error)]
    [InlineData("$one", """{"one":{}}""", Error)]
    public async Task A_oneof_has_exactly_one_entry_and_not_null(string value, string variables, string expected) => Assert.Equal(
        expected, await GiveAsync($"{Query(value, "$text: String!", "$number: Int!", "$one: One")} {{ give(one: {value}) }}", variables));

    private static string TypeOf(string argument) =>
        Echo.Schema.QueryType!.Fields["give"].FindArgument(argument)!.Type.ToString()!;

    // A variable that is not used would be an error of its own.
    private static string Query(string value, params string[] definitions) =>
        string.Join(", ", definitions.Where(definition => value.Contains(definition.Split(':')[0], StringComparison.Ordinal))) is { Length: > 0 } used
            ? $"query ({used})"
            : "";

    private static async Task<string> GiveAsync(string document, string variables = "{}")
    {
        using var response = JsonDocument.Parse(await Echo.RunAsync(document, variables));
        return response.RootElement.TryGetProperty("errors", out _)
            ? Error
            : response.RootElement.GetProperty("data").GetProperty("give").GetString()!;
    }
}
