using System.Text.Json;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Tests.Execution;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Specification;

/// <summary>The result coercion of https://spec.graphql.org/September2025/#sec-Scalars and #sec-Combining-List-and-Non-Null.</summary>
public sealed class ResultCoercionTests
{
    public static TheoryData<string, object, string?> Scalars => new()
    {
        { "Int", 1, "1" },
        { "Int", 1.0, "1" },
        { "Int", 2147483647L, "2147483647" },
        { "Int", 2147483648L, null },
        { "Int", -2147483649L, null },
        { "Int", 1.2, null },
        { "Float", 1, "1" },
        { "Float", 1.5, "1.5" },
        { "Float", double.NaN, null },
        { "Float", double.PositiveInfinity, null },
        { "String", "text", "\"text\"" },
        { "Boolean", true, "true" },
        { "ID", 4, "\"4\"" },
        { "ID", "4", "\"4\"" },
        { "ID", 4.5, null },
        { "Color", "RED", "\"RED\"" },
        { "Color", "PINK", null },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public async Task A_leaf_is_what_its_type_says_or_an_error(string type, object value, string? expected)
    {
        using var response = JsonDocument.Parse(await Executor(
            $"type Query {{ a: {type} }} enum Color {{ RED }}", new() { ["Query.a"] = Return(value) }).RunAsync("{ a }"));

        Assert.Equal(expected ?? "null", response.RootElement.GetProperty("data").GetProperty("a").GetRawText());
        Assert.Equal(expected is null, response.RootElement.TryGetProperty("errors", out _));
    }

    [Theory]
    [InlineData("[Int]", "1 2 3", "[1,2,3]", 0)]
    [InlineData("[Int]", "null", "null", 0)]
    [InlineData("[Int]", "1 2 null", "[1,2,null]", 0)]
    [InlineData("[Int]", "1 2 error", "[1,2,null]", 1)]
    [InlineData("[Int]!", "1 2 3", "[1,2,3]", 0)]
    [InlineData("[Int]!", "null", "data", 1)]
    [InlineData("[Int]!", "1 2 null", "[1,2,null]", 0)]
    [InlineData("[Int]!", "1 2 error", "[1,2,null]", 1)]
    [InlineData("[Int!]", "1 2 3", "[1,2,3]", 0)]
    [InlineData("[Int!]", "null", "null", 0)]
    [InlineData("[Int!]", "1 2 null", "null", 1)]
    [InlineData("[Int!]", "1 2 error", "null", 1)]
    [InlineData("[Int!]!", "1 2 3", "[1,2,3]", 0)]
    [InlineData("[Int!]!", "null", "data", 1)]
    [InlineData("[Int!]!", "1 2 null", "data", 1)]
    [InlineData("[Int!]!", "1 2 error", "data", 1)]
    public async Task A_list_takes_null_and_errors_as_its_type_allows(string type, string items, string expected, int errors)
    {
        object? value = items == "null" ? null : items.Split(' ').Select(ItemOf).ToArray();
        using var response = JsonDocument.Parse(await Executor(
            $"type Query {{ a: {type} }}", new() { ["Query.a"] = Return(value) }).RunAsync("{ a }"));

        var data = response.RootElement.GetProperty("data");
        Assert.Equal(expected, data.ValueKind is JsonValueKind.Null ? "data" : data.GetProperty("a").GetRawText());
        Assert.Equal(errors, response.RootElement.TryGetProperty("errors", out var found) ? found.GetArrayLength() : 0);

        static object? ItemOf(string item) => item switch
        {
            "null" => null,
            "error" => Task.FromException<object?>(new GraphQLException("No.", ErrorCodes.Unavailable)),
            _ => int.Parse(item, System.Globalization.CultureInfo.InvariantCulture),
        };
    }
}
