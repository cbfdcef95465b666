using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Tests.Execution;

public sealed class OperationExecutorTests
{
    [Fact]
    public async Task A_query_gives_its_fields_in_the_order_of_the_document()
    {
        var executor = Requests.Executor(new ObjectType("Query")
        {
            FieldsFactory = static () =>
            [
                new("a", SpecifiedScalars.Int) { Resolve = static _ => new(1) },
                new("b", SpecifiedScalars.String) { Resolve = static async context => { await Task.Yield(); return context.Path.ToList()[0]; } },
            ],
        });

        var response = await executor.RunAsync("{ x: b a ... @include(if: true) { y: b } __typename }");

        Assert.Equal("""{"data":{"x":"x","a":1,"y":"y","__typename":"Query"}}""", response);
    }

    [Fact]
    public async Task The_schema_describes_itself()
    {
        var executor = Requests.Executor(new ObjectType("Query") { FieldsFactory = static () => [new("a", SpecifiedScalars.Int.List().NonNull())] });

        var response = await executor.RunAsync("""{ __type(name: "Query") { name fields { name type { kind ofType { kind ofType { name } } } } } }""");

        Assert.Equal(
            """{"data":{"__type":{"name":"Query","fields":[{"name":"a","type":{"kind":"NON_NULL","ofType":{"kind":"LIST","ofType":{"name":"Int"}}}}]}}}""",
            response);
    }
}
