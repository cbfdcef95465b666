using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Tests.Execution;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Values;

public sealed class VariableCoercionTests
{
    private const string Sdl = """
        type Query { echo(i: Int, p: Point, pd: Point = { x: 1 }, one: One, list: [Int!], any: Any, color: Color = RED): String }
        input Point { x: Int! y: Int = 5 and: [Point!] tags: [String] }
        input One @oneOf { a: Int b: String }
        enum Color { RED GREEN }
        scalar Any
        """;

    private static readonly OperationExecutor Echo = Executor(Sdl, new()
    {
        ["Query.echo"] = context => new(JsonSerializer.Serialize(context.Arguments)),
    });

    [Theory]
    [InlineData("\\ud83d\\ude00", true)]
    [InlineData("a\\\\ud800", true)]
    [InlineData("\\u0041\\n\\uD83D\\uDE00\\\\", true)]
    [InlineData("\\ud800", false)]
    [InlineData("\\udc00", false)]
    [InlineData("\\ud83dx", false)]
    [InlineData("\\ud83d\\ud83d\\ude00", false)]
    [InlineData("\\ude00\\ud83d", false)]
    public async Task A_variable_with_half_a_character_is_an_error_of_the_variable(string text, bool accepted)
    {
        foreach (var variables in new[] { $"{{\"v\":\"{text}\"}}", $"{{\"v\":{{\"{text}\":1}}}}", $"{{\"v\":[{{\"a\":\"{text}\"}}]}}" })
        {
            var response = await Echo.RunAsync("query ($v: Any) { echo(any: $v) }", variables);

            Assert.Equal(!accepted, response.Contains("expected text that is valid Unicode.", StringComparison.OrdinalIgnoreCase));
            Assert.Equal(!accepted, response.Contains("HC0018", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("query ($v: Point) { echo(p: $v) }", """{"v":{"tags":"a","x":2}}""", """{"p":{"x":2,"y":5,"tags":["a"]},"pd":{"x":1,"y":5},"color":"RED"}""")]
    [InlineData("query ($v: Point) { echo(pd: $v) }", "{}", """{"pd":{"x":1,"y":5},"color":"RED"}""")]
    [InlineData("query ($v: Point) { echo(pd: $v) }", """{"v":null}""", """{"pd":null,"color":"RED"}""")]
    [InlineData("query ($v: Int) { echo(p: {x: 1, y: $v}) }", "{}", """{"p":{"x":1,"y":5},"pd":{"x":1,"y":5},"color":"RED"}""")]
    [InlineData("query ($v: Int = 7) { echo(list: [$v]) }", "{}", """{"pd":{"x":1,"y":5},"list":[7],"color":"RED"}""")]
    [InlineData("query ($v: [Int!]) { echo(list: $v, any: {a: [$v]}) }", """{"v":3}""", """{"pd":{"x":1,"y":5},"list":[3],"any":{"a":[[3]]},"color":"RED"}""")]
    public async Task Values_reach_the_resolver_coerced_in_the_order_of_their_definitions(string document, string variables, string expected)
    {
        var response = await Echo.RunAsync(document, variables);

        using var parsed = JsonDocument.Parse(response);
        Assert.Equal(expected, parsed.RootElement.GetProperty("data").GetProperty("echo").GetString());
    }

    [Theory]
    [InlineData("query ($v: Point!) { echo(p: $v) }", "{}", "Variable \"$v\" has invalid value: Expected a value of non-null type \"Point!\" to be provided.")]
    [InlineData("query ($v: Point!) { echo(p: $v) }", """{"v":null}""", "Variable \"$v\" has invalid value: Expected value of non-null type \"Point!\" not to be null.")]
    [InlineData("query ($v: Point) { echo(p: $v) }", """{"v":{"x":1,"and":[{"x":"a"}]}}""", "Variable \"$v\" has invalid value at .and[0].x: Int cannot represent non-integer value: \"a\"")]
    [InlineData("query ($v: Point) { echo(p: $v) }", """{"v":{"x":1,"tag":[]}}""", "Variable \"$v\" has invalid value: Expected value of type \"Point\" not to include unknown field \"tag\". Did you mean \"tags\"? Found: { x: 1, tag: [] }.")]
    [InlineData("query ($v: One) { echo(one: $v) }", """{"v":{"a":1,"b":"x"}}""", "Variable \"$v\" has invalid value: Within OneOf Input Object type \"One\", exactly one field must be specified, and the value for that field must be non-null.")]
    [InlineData("query ($v: Color) { echo(color: $v) }", """{"v":"GREENS"}""", "Variable \"$v\" has invalid value: Value \"GREENS\" does not exist in \"Color\" enum. Did you mean the enum value \"GREEN\"?")]
    [InlineData("query ($v: Int) { echo(i: $v) }", """{"v":1e21}""", "Variable \"$v\" has invalid value: Int cannot represent non 32-bit signed integer value: 1e+21")]
    public async Task A_value_that_does_not_fit_is_refused_with_its_reason(string document, string variables, string message)
    {
        using var result = Assert.IsType<ExecutionResult>(
            await Echo.ExecuteAsync(For(document, variables), TestContext.Current.CancellationToken));

        Assert.Equal(RequestErrorKind.Variables, result.RequestError);
        var error = Assert.Single(result.Errors);
        Assert.Equal((message, "HC0018", 8), (error.Message, error.Code, Assert.Single(error.Locations).Column));
    }

    [Fact]
    public async Task Every_variable_that_does_not_fit_is_reported()
    {
        var response = await Echo.RunAsync("query ($a: Int, $b: Int!) { echo(i: $a, list: [$b]) }", """{"a":"x"}""");

        Assert.Contains("\\\"$a\\\"", response, StringComparison.Ordinal);
        Assert.Contains("\\\"$b\\\"", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("query ($v: Point) { echo(p: $v) }", "{\"x\":1,\"and\":", "}")]
    [InlineData("query ($v: Any) { echo(any: $v) }", "[", "]")]
    public async Task Variables_nested_beyond_the_limit_are_refused(string document, string open, string close)
    {
        string Nested(int levels) => new StringBuilder().Insert(0, open, levels).Append("null").Insert(0, "{\"v\":")
            .Append(string.Concat(Enumerable.Repeat(close, levels))).Append('}').ToString();

        var allowed = await Echo.RunAsync(document, Nested(20));
        var refused = await Echo.RunAsync(document, Nested(400));

        Assert.StartsWith("{\"data\"", allowed, StringComparison.Ordinal);
        Assert.Contains("nested no deeper than 200 levels", refused, StringComparison.Ordinal);
    }
}
