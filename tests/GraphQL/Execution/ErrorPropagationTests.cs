using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Execution;

public sealed class ErrorPropagationTests
{
    private const string Sdl = """
        type Query { a: A list: [Int!] nullableItems: [Int] strict: A! name: String! }
        type A { nullable: Int required: Int! deeper: A! items: [A!]! }
        """;

    [Fact]
    public async Task An_error_in_a_nullable_field_leaves_its_siblings()
    {
        var executor = Executor(Sdl, new()
        {
            ["Query.a"] = Return(new { Required = 1 }),
            ["A.nullable"] = Throw(new GraphQLException("Out of order.", ErrorCodes.Unavailable)),
        });

        var response = await executor.RunAsync("{ a { required x: nullable } }");

        Assert.Equal(
            """{"errors":[{"message":"Out of order.","locations":[{"line":1,"column":16}],"path":["a","x"],"extensions":{"code":"UNAVAILABLE"}}],"data":{"a":{"required":1,"x":null}}}""",
            response);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_null_where_none_may_be_goes_up_to_the_next_position_that_may(bool later)
    {
        var executor = Executor(Sdl, new()
        {
            ["Query.a"] = later ? ReturnLater(new { }) : Return(new { }),
            ["A.deeper"] = later ? ReturnLater(new { }) : Return(new { }),
            ["A.required"] = later ? ReturnLater(null) : Return(null),
        });

        var response = await executor.RunAsync("{ a { deeper { deeper { required } } } }");

        Assert.Equal(
            """{"errors":[{"message":"Cannot return null for non-nullable field A.required.","locations":[{"line":1,"column":25}],"path":["a","deeper","deeper","required"],"extensions":{"code":"HC0018"}}],"data":{"a":null}}""",
            response);
    }

    [Fact]
    public async Task A_null_goes_all_the_way_up_to_the_data()
    {
        var executor = Executor(Sdl, new() { ["Query.strict"] = Return(new { }) });

        var response = await executor.RunAsync("{ strict { required } }");

        Assert.EndsWith("\"data\":null}", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_null_item_takes_a_list_of_non_null_items_with_it_and_only_that(bool later)
    {
        object?[] items = [1, null, 3];
        var executor = Executor(Sdl, new()
        {
            ["Query.list"] = later ? ReturnLater(items) : Return(items),
            ["Query.nullableItems"] = later ? ReturnLater(items) : Return(items),
        });

        var response = await executor.RunAsync("{ list nullableItems }");

        Assert.Equal(
            """{"errors":[{"message":"Cannot return null for non-nullable field Query.list.","locations":[{"line":1,"column":3}],"path":["list",1],"extensions":{"code":"HC0018"}}],"data":{"list":null,"nullableItems":[1,null,3]}}""",
            response);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_position_becomes_null_for_one_reason(bool later)
    {
        var executor = Executor(Sdl, new()
        {
            ["Query.a"] = Return(new { Items = new object[] { new { }, new { } } }),
            ["A.required"] = later ? ReturnLater(null) : Return(null),
        });

        var response = await executor.RunAsync("{ a { items { required x: required } } }");

        Assert.Single(response.Split("\"message\"").Skip(1));
        Assert.EndsWith("\"data\":{\"a\":null}}", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unexpected_exception_is_masked_and_handed_to_the_hook_whole()
    {
        var seen = new List<(Exception Exception, string? Field)>();
        var executor = Executor(
            Sdl,
            new() { ["Query.a"] = Throw(new InvalidOperationException("password=hunter2")) },
            new()
            {
                OnUnexpectedError = (exception, context) =>
                {
                    seen.Add((exception, context?.Field.Name));
                    return OperationExecutorOptions.Unexpected();
                },
            });

        var response = await executor.RunAsync("{ a { nullable } }");

        Assert.Equal(
            """{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":3}],"path":["a"],"extensions":{"code":"INTERNAL"}}],"data":{"a":null}}""",
            response);
        Assert.Equal(("password=hunter2", "a"), (Assert.Single(seen).Exception.Message, seen[0].Field));
    }

    [Fact]
    public async Task Every_selection_that_was_merged_into_a_failed_field_is_located()
    {
        var executor = Executor(Sdl, new() { ["Query.name"] = Return(null) });

        var response = await executor.RunAsync("{ name\n  name }");

        Assert.Contains("""[{"line":1,"column":3},{"line":2,"column":3}]""", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mutation_stops_at_a_field_that_may_not_be_null()
    {
        var ran = false;
        var executor = Executor("type Query { a: Int } type Mutation { a: Int! b: Int! }", new()
        {
            ["Mutation.a"] = ReturnLater(null),
            ["Mutation.b"] = _ =>
            {
                ran = true;
                return new(1);
            },
        });

        var response = await executor.RunAsync("mutation { a b }");

        Assert.EndsWith("\"data\":null}", response, StringComparison.Ordinal);
        Assert.False(ran);
    }
}
