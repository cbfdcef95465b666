using System.Text.Json;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem.Sdl;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Execution;

public sealed class ValueCompletionTests
{
    public static TheoryData<object> Lists => new(
        new[] { 1, 2 },
        new List<object> { 1, 2L },
        Enumerable.Range(1, 2),
        Async(),
        JsonDocument.Parse("[1,2]").RootElement);

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Any_sequence_is_a_list(object list)
    {
        var executor = Executor("type Query { a: [Int!]! }", new() { ["Query.a"] = Return(list) });

        Assert.Equal("""{"data":{"a":[1,2]}}""", await executor.RunAsync("{ a }"));
    }

    [Theory]
    [InlineData("text")]
    [InlineData(1)]
    public async Task What_is_no_sequence_is_an_error(object notAList)
    {
        var executor = Executor("type Query { a: [String] }", new() { ["Query.a"] = Return(notAList) });

        var response = await executor.RunAsync("{ a }");

        Assert.Contains("Expected Iterable, but did not find one for field \\\"Query.a\\\".", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_without_a_resolver_reads_a_dictionary_a_property_or_json()
    {
        var executor = Executor("type Query { a: A b: A c: A d: A } type A { firstName: String }", new()
        {
            ["Query.a"] = Return(new Dictionary<string, object?> { ["firstName"] = "a" }),
            ["Query.b"] = Return(new Named("b")),
            ["Query.c"] = Return(JsonDocument.Parse("""{"firstName":"c"}""").RootElement),
            ["Query.d"] = Return("nothing of that name"),
        });

        var response = await executor.RunAsync("{ a { firstName } b { firstName } c { firstName } d { firstName } }");

        Assert.Equal("""{"data":{"a":{"firstName":"a"},"b":{"firstName":"b"},"c":{"firstName":"c"},"d":{"firstName":null}}}""", response);
    }

    [Fact]
    public async Task One_field_reads_parents_of_several_types()
    {
        var executor = Executor("type Query { a: [A] } type A { firstName: String }", new()
        {
            ["Query.a"] = Return(new object[] { new Named("1"), new { FirstName = "2" }, new Named("3") }),
        });

        Assert.Equal(
            """{"data":{"a":[{"firstName":"1"},{"firstName":"2"},{"firstName":"3"}]}}""", await executor.RunAsync("{ a { firstName } }"));
    }

    [Fact]
    public async Task An_interface_and_a_union_become_the_object_type_that_is_named()
    {
        var executor = Executor(
            """
            type Query { i: I u: [U] }
            interface I { x: Int }
            type A implements I { x: Int }
            type B implements I { x: Int }
            union U = A | B
            """,
            new()
            {
                ["Query.i"] = Return(new Dictionary<string, object?> { ["__typename"] = "B", ["x"] = 1 }),
                ["Query.u"] = Return(new[] { "A", "B" }.Select(name => new Dictionary<string, object?> { ["__typename"] = name, ["x"] = 2 })),
            });

        var response = await executor.RunAsync("{ i { __typename ... on A { a: x } ... on B { b: x } } u { ... on I { x } __typename } }");

        Assert.Equal("""{"data":{"i":{"__typename":"B","b":1},"u":[{"x":2,"__typename":"A"},{"x":2,"__typename":"B"}]}}""", response);
    }

    [Theory]
    [InlineData("Other", "Runtime Object type \\\"Other\\\" is not a possible type for \\\"I\\\".")]
    [InlineData("Nothing", "Abstract type \\\"I\\\" was resolved to a type \\\"Nothing\\\" that does not exist inside the schema.")]
    [InlineData("I", "Abstract type \\\"I\\\" was resolved to a non-object type \\\"I\\\".")]
    [InlineData(null, "Abstract type \\\"I\\\" must resolve to an Object type at runtime for field \\\"Query.i\\\".")]
    public async Task A_type_that_the_field_cannot_have_is_an_error(string? name, string message)
    {
        var executor = Executor("type Query { i: I } interface I { x: Int } type A implements I { x: Int } type Other { x: Int }", new()
        {
            ["Query.i"] = Return(new Dictionary<string, object?> { ["__typename"] = name }),
        });

        Assert.Contains(message, await executor.RunAsync("{ i { x } }"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_enum_is_its_name_outside_and_its_value_inside()
    {
        var schema = SdlSchemaBuilder.Build("type Query { next(day: Day = MONDAY): Day } enum Day { MONDAY TUESDAY }", new SdlSchemaOptions
        {
            EnumValueOf = static (_, value) => value.Name.Value == "MONDAY" ? DayOfWeek.Monday : DayOfWeek.Tuesday,
            ResolverOf = static (_, _, _) => static context => new(context.Argument<DayOfWeek>("day") + 1),
        });
        var executor = new OperationExecutor(schema);

        Assert.Equal("""{"data":{"next":"TUESDAY"}}""", await executor.RunAsync("{ next }"));
        Assert.Contains(
            "Enum \\\"Day\\\" cannot represent value: ", await executor.RunAsync("{ next(day: TUESDAY) }"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leaf_that_its_scalar_cannot_hold_is_an_error()
    {
        var executor = Executor("type Query { a: Int b: Float c: Boolean }", new()
        {
            ["Query.a"] = Return(5_000_000_000),
            ["Query.b"] = Return(double.NaN),
            ["Query.c"] = Return("yes"),
        });

        var response = await executor.RunAsync("{ a b c }");

        Assert.Contains("Int cannot represent non 32-bit signed integer value: 5000000000", response, StringComparison.Ordinal);
        Assert.Contains("Float cannot represent non numeric value: NaN", response, StringComparison.Ordinal);
        Assert.Contains("Boolean cannot represent a non boolean value: \\\"yes\\\"", response, StringComparison.Ordinal);
        Assert.EndsWith("""\"data":{"a":null,"b":null,"c":null}}""".TrimStart('\\'), response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_is_written_without_needless_escapes()
    {
        var executor = Executor("type Query { a: String }", new() { ["Query.a"] = Return("Zürich <b>&'+\u2028 😀 \"\\ \u0001") });

        var response = await executor.RunAsync("{ a }");

        Assert.Contains("Zürich <b>&'+", response, StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<int> Async()
    {
        yield return 1;
        await Task.Yield();
        yield return 2;
    }

    private sealed record Named(string FirstName);
}
