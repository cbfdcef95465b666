using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Execution;

public sealed class OperationExecutorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_gives_its_fields_in_the_order_of_the_document()
    {
        var executor = Executor("type Query { a: Int b(n: Int): String }", new()
        {
            ["Query.a"] = Return(1),
            ["Query.b"] = async context =>
            {
                await Task.Yield();
                return context.Path.ToList()[0];
            },
        });

        var response = await executor.RunAsync("{ x: b(n: 1) a ... @include(if: true) { y: b(n: 2) } __typename }");

        Assert.Equal("""{"data":{"x":"x","a":1,"y":"y","__typename":"Query"}}""", response);
    }

    [Fact]
    public async Task Fields_of_one_response_name_are_merged_and_executed_once()
    {
        var calls = 0;
        var executor = Executor("type Query { a: A } type A { b: Int c: Int }", new()
        {
            ["Query.a"] = _ => new(new { B = ++calls, C = 2 }),
        });

        var response = await executor.RunAsync("{ a { b } ...F ... on Query { a { b } } } fragment F on Query { a { c } }");

        Assert.Equal("""{"data":{"a":{"b":1,"c":2}}}""", response);
    }

    [Theory]
    [InlineData("""{"skip":true,"include":true}""", """{"data":{"c":1}}""")]
    [InlineData("""{"skip":false,"include":true}""", """{"data":{"a":1,"b":1,"c":1}}""")]
    [InlineData("""{"skip":false,"include":false}""", """{"data":{"a":1,"c":1}}""")]
    public async Task Skip_and_include_are_told_apart_for_each_set_of_variables(string variables, string expected)
    {
        var executor = Executor("type Query { a: Int b: Int c: Int }");
        const string Document = """
            query ($skip: Boolean!, $include: Boolean!) {
              a @skip(if: $skip)
              ... @include(if: $include) { b @skip(if: $skip) }
              c
            }
            """;
        var root = new { A = 1, B = 1, C = 1 };

        await executor.RunAsync(Document, """{"skip":true,"include":false}""", root);
        var response = await executor.RunAsync(Document, variables, root);

        Assert.Equal(expected, response);
    }

    [Fact]
    public async Task A_condition_that_is_null_at_run_time_is_an_error_in_its_place()
    {
        var executor = Executor("type Query { a: A } type A { b: Int }");

        var response = await executor.RunAsync(
            "query ($skip: Boolean = true) { a { b @skip(if: $skip) } }", """{"skip":null}""", new { A = new { B = 1 } });

        Assert.Equal(
            """{"errors":[{"message":"Argument \"@skip(if:)\" has invalid value: Expected variable \"$skip\" provided to non-null type \"Boolean!\" not to be null.","locations":[{"line":1,"column":49}],"path":["a"],"extensions":{"code":"HC0016"}}],"data":{"a":null}}""",
            response);
    }

    [Fact]
    public async Task Query_fields_run_at_the_same_time_and_mutation_fields_one_after_another()
    {
        var log = new List<string>();
        var gate = new TaskCompletionSource();
        var executor = Executor("type Query { a: Int b: Int } type Mutation { a: Int b: Int }", new()
        {
            ["Query.a"] = async _ =>
            {
                await gate.Task;
                return 1;
            },
            ["Query.b"] = _ =>
            {
                gate.SetResult();
                return new(2);
            },
            ["Mutation.a"] = async _ =>
            {
                await Task.Yield();
                log.Add("a");
                return 1;
            },
            ["Mutation.b"] = _ =>
            {
                log.Add("b");
                return new(2);
            },
        });

        var query = await executor.RunAsync("{ a b }");
        var mutation = await executor.RunAsync("mutation { a b c: a }");

        Assert.Equal("""{"data":{"a":1,"b":2}}""", query);
        Assert.Equal("""{"data":{"a":1,"b":2,"c":1}}""", mutation);
        Assert.Equal(["a", "b", "a"], log);
    }

    [Theory]
    [InlineData("{", RequestErrorKind.Syntax, ErrorCodes.SyntaxError)]
    [InlineData("{ nothing }", RequestErrorKind.Validation, null)]
    [InlineData("query A { a } query B { a }", RequestErrorKind.OperationNotFound, ErrorCodes.OperationNotFound)]
    [InlineData("query ($x: Int!) { a(x: $x) }", RequestErrorKind.Variables, ErrorCodes.InvalidVariable)]
    public async Task A_request_that_cannot_be_executed_has_no_data_and_says_why(string document, RequestErrorKind kind, string? code)
    {
        var executor = Executor("type Query { a(x: Int): Int }");

        for (var i = 0; i < 2; i++)
        {
            using var result = Assert.IsType<ExecutionResult>(await executor.ExecuteAsync(For(document), Cancellation));

            Assert.False(result.HasData);
            Assert.Equal(kind, result.RequestError);
            var error = Assert.Single(result.Errors);
            Assert.True(code is null || error.Code == code, error.Code);
        }
    }

    [Fact]
    public async Task The_named_operation_is_the_one_that_runs()
    {
        var executor = Executor("type Query { a: Int b: Int }");

        var response = await executor.RunAsync("query A { a } query B { b }", root: new { A = 1, B = 2 }, operationName: "B");
        var unknown = await executor.RunAsync("query A { a }", operationName: "C");

        Assert.Equal("""{"data":{"b":2}}""", response);
        Assert.Equal("""{"errors":[{"message":"Unknown operation named \"C\".","extensions":{"code":"HC0017"}}]}""", unknown);
    }

    [Fact]
    public async Task A_mutation_is_refused_where_only_queries_may_be()
    {
        var executor = Executor("type Query { a: Int } type Mutation { a: Int }");
        var request = For("mutation { a }");

        using var result = await executor.ExecuteAsync(
            new OperationRequest { Document = request.Document, Services = request.Services, RefusesMutations = true }, Cancellation);

        Assert.Equal(RequestErrorKind.MutationNotAllowed, Assert.IsType<ExecutionResult>(result).RequestError);
    }

    [Fact]
    public async Task A_document_is_parsed_and_validated_once()
    {
        var executor = Executor("type Query { a: Int }");
        var prepared = new List<PreparedOperation>();
        var counting = new OperationExecutor(executor.Schema, new OperationExecutorOptions
        {
            Guards = [(operation, _) => { prepared.Add(operation); return null; }],
        });

        await counting.RunAsync("{ a }");
        await counting.RunAsync("{ a }");
        await counting.RunAsync("{ a  }");

        Assert.Same(prepared[0], prepared[1]);
        Assert.NotSame(prepared[0], prepared[2]);
    }

    [Fact]
    public async Task A_guard_refuses_an_operation_before_a_field_runs()
    {
        var executor = Executor("type Query { a: Int }", new() { ["Query.a"] = Throw(new InvalidOperationException("ran")) }, new()
        {
            Guards = [(_, _) => new GraphQLError { Message = "Too dear.", Code = ErrorCodes.CostExceeded }],
        });

        var response = await executor.RunAsync("{ a }");

        Assert.Equal("""{"errors":[{"message":"Too dear.","extensions":{"code":"HC0047"}}]}""", response);
    }

    [Fact]
    public async Task An_operation_deeper_than_allowed_is_refused_fragments_included()
    {
        var executor = Executor("type Query { a: Query b: Int }", options: new() { MaxDepth = 3 });

        var allowed = await executor.RunAsync("{ a { ...F } } fragment F on Query { a { b } }");
        var refused = await executor.RunAsync("{ a { ...F } } fragment F on Query { a { a { b } } }");

        Assert.Equal("""{"data":{"a":null}}""", allowed);
        Assert.Contains("an execution depth of 4 which exceeds the max allowed execution depth of 3.", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_of_thousands_of_fragments_is_answered()
    {
        var executor = Executor("type Query { a: Query b: Int }");
        var chain = string.Concat(Enumerable.Range(0, 900).Select(i => $"fragment F{i} on Query {{ a {{ ...F{i + 1} }} }} "));

        var response = await executor.RunAsync($"{{ ...F0 }} {chain} fragment F900 on Query {{ b }}");

        Assert.Contains("\"errors\"", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_that_takes_too_long_ends_with_a_timeout()
    {
        var executor = Executor(
            "type Query { a: Int b: Int }",
            new()
            {
                ["Query.a"] = async context =>
                {
                    await Task.Delay(Timeout.Infinite, context.CancellationToken);
                    return 1;
                },
                ["Query.b"] = async _ =>
                {
                    await new TaskCompletionSource().Task;
                    return 1;
                },
            },
            new() { Timeout = TimeSpan.FromMilliseconds(50) });

        foreach (var document in new[] { "{ a }", "{ b }" })
        {
            using var result = Assert.IsType<ExecutionResult>(await executor.ExecuteAsync(For(document), Cancellation));

            Assert.Equal(RequestErrorKind.Timeout, result.RequestError);
            Assert.Equal(ErrorCodes.Timeout, Assert.Single(result.Errors).Code);
        }
    }

    [Fact]
    public async Task A_caller_who_leaves_ends_the_operation()
    {
        using var leaving = new CancellationTokenSource();
        var executor = Executor("type Query { a: Int }", new()
        {
            ["Query.a"] = async context =>
            {
                await leaving.CancelAsync();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                return 1;
            },
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await executor.ExecuteAsync(For("{ a }"), leaving.Token));
    }
}
