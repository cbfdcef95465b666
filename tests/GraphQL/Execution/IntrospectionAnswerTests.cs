using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Introspection;

namespace HealthGraph.GraphQL.Tests.Execution;

/// <summary>An answer about the schema is executed once and then written as it was: no caller can tell.</summary>
public sealed class IntrospectionAnswerTests
{
    private const string Sdl = """"
        """Things <said> "so" – ünd ☃."""
        type Query { a(x: Int = 1): Int @deprecated(reason: "old")  b: Query }
        """";

    [Theory]
    [InlineData(IntrospectionQuery.Text)]
    [InlineData("{ __typename a: __type(name: \"Query\") { description fields { name } } none: __type(name: \"None\") { name } }")]
    [InlineData("{ __schema { types { name ... @defer { description } } } }")]
    public async Task Is_the_same_byte_by_byte(string document)
    {
        var executor = Requests.Executor(Sdl);

        var first = await executor.RunAsync(document);
        var second = await executor.RunAsync(document);

        Assert.Equal(first, second);
        Assert.Equal(await Requests.Executor(Sdl).RunAsync(document), second);
    }

    [Fact]
    public async Task Is_executed_once()
    {
        var executor = Requests.Executor(Sdl);

        var first = await DataAsync(executor, IntrospectionQuery.Text);
        var second = await DataAsync(executor, IntrospectionQuery.Text);
        var third = await DataAsync(executor, IntrospectionQuery.Text);

        Assert.NotSame(first, second);
        Assert.Same(second, third);
    }

    [Theory]
    [InlineData("{ __typename a }", null)]
    [InlineData("{ __typename ... { a } }", null)]
    [InlineData("query ($x: Boolean!) { __schema { description @include(if: $x) } }", "{ \"x\": true }")]
    [InlineData("query ($x: String!) { __type(name: $x) { name } }", "{ \"x\": \"Query\" }")]
    [InlineData("query A { __typename } query B { __schema { description } }", null)]
    public async Task Is_made_anew_where_it_may_differ(string document, string? variables)
    {
        var executor = Requests.Executor(Sdl);
        var operation = document.StartsWith("query A", StringComparison.Ordinal) ? "A" : null;

        await DataAsync(executor, document, variables, operation);

        Assert.NotSame(await DataAsync(executor, document, variables, operation), await DataAsync(executor, document, variables, operation));
    }

    [Fact]
    public async Task Operations_of_one_document_and_values_of_variables_have_their_own()
    {
        const string Two = "query A { __typename } query B { __type(name: \"Int\") { name } }";
        const string Variable = "query ($x: Boolean!) { __typename  t: __type(name: \"Int\") @include(if: $x) { name } }";
        var executor = Requests.Executor(Sdl);

        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("""{"data":{"__typename":"Query"}}""", await executor.RunAsync(Two, operationName: "A"));
            Assert.Equal("""{"data":{"__type":{"name":"Int"}}}""", await executor.RunAsync(Two, operationName: "B"));
            Assert.Equal("""{"data":{"__typename":"Query","t":{"name":"Int"}}}""", await executor.RunAsync(Variable, """{"x":true}"""));
            Assert.Equal("""{"data":{"__typename":"Query"}}""", await executor.RunAsync(Variable, """{"x":false}"""));
        }
    }

    [Fact]
    public async Task Executors_of_one_schema_do_not_share_it_and_guards_are_asked_each_time()
    {
        var closed = false;
        static GraphQLError? Refuse(PreparedOperation operation, object? caller) => new() { Message = "Not now.", Code = ErrorCodes.IntrospectionClosed };
        var schema = Requests.Schema(Sdl);
        var open = new OperationExecutor(schema, new() { Guards = [(operation, caller) => closed ? Refuse(operation, caller) : null] });
        var never = new OperationExecutor(schema, new() { Guards = [Refuse] });

        var answers = new List<string>();
        for (var round = 0; round < 2; round++)
        {
            answers.Add(await open.RunAsync(IntrospectionQuery.Text));
            Assert.Contains("Not now.", await never.RunAsync(IntrospectionQuery.Text), StringComparison.Ordinal);
        }

        closed = true;

        Assert.All(answers, static answer => Assert.StartsWith("{\"data\":{\"__schema\"", answer, StringComparison.Ordinal));
        Assert.StartsWith("{\"errors\":[{\"message\":\"Not now.\"", await open.RunAsync(IntrospectionQuery.Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_cost_is_told_only_when_asked_for()
    {
        var executor = Requests.Executor(Sdl, options: new() { Cost = new CostOptions() });
        async Task<bool> TellsAsync(CostMode cost)
        {
            var request = new OperationRequest { Document = "{ __typename }"u8.ToArray(), Services = Requests.NoServices.Instance, Cost = cost };
            using var result = await executor.ExecuteAsync(request, TestContext.Current.CancellationToken);
            return ((ExecutionResult)result).Extensions is not null;
        }

        Assert.True(await TellsAsync(CostMode.Report));
        Assert.False(await TellsAsync(CostMode.Enforce));
        Assert.True(await TellsAsync(CostMode.Report));
    }

    [Fact]
    public async Task Too_large_a_one_is_not_kept()
    {
        var executor = Requests.Executor(Sdl, options: new() { DocumentCacheBytes = 64 * 1024 });

        await DataAsync(executor, IntrospectionQuery.Text);

        Assert.NotSame(await DataAsync(executor, IntrospectionQuery.Text), await DataAsync(executor, IntrospectionQuery.Text));
    }

    private static async Task<ResultObject?> DataAsync(
        OperationExecutor executor, string document, string? variables = null, string? operationName = null)
    {
        using var result = await executor.ExecuteAsync(
            Requests.For(document, variables, operationName: operationName), TestContext.Current.CancellationToken);
        return Assert.IsType<ExecutionResult>(result).Data;
    }
}
