using System.Text.Json;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Execution;

/// <summary>The same field with the same arguments and selection under several names is executed once.</summary>
public sealed class RepeatedFieldTests
{
    private const string Sdl = """
        type Query { thing(id: Int, tag: String = "t"): Thing  page(size: Int): Page  items: [Int]  strict: Thing! }
        type Mutation { thing(id: Int): Thing }
        type Thing { id: Int name(upper: Boolean): String other: Thing }
        scalar Page
        """;

    private int _calls;

    [Fact]
    public async Task A_hundred_aliases_are_resolved_once()
    {
        var names = Enumerable.Range(0, 100).Select(i => $"a{i}").ToList();

        var response = await RunAsync("{ " + string.Join(' ', names.Select(name => $"{name}: thing(id: 7) {{ id name }}")) + " }");

        Assert.Equal(1, _calls);
        Assert.Equal(names, response.GetProperty("data").EnumerateObject().Select(field => field.Name));
        Assert.All(response.GetProperty("data").EnumerateObject(), field => Assert.Equal("""{"id":7,"name":"x"}""", field.Value.GetRawText()));
    }

    [Theory]
    [InlineData("{ a: thing(id: 1) { id } b: thing(id: 1) { id } }", 1)]
    [InlineData("{ a: thing(id: 1, tag: \"x\") { id } b: thing(tag: \"x\", id: 1) { id } }", 1)]
    [InlineData("query ($i: Int) { a: thing(id: $i) { id } b: thing(id: $i) { id } }", 1)]
    [InlineData("{ a: thing(id: 1) { ...F } b: thing(id: 1) { ...F } } fragment F on Thing { id }", 1)]
    [InlineData("{ a: thing(id: 1) { id } b: thing(id: 1) @include(if: true) { id } }", 1)]
    // Nested as well, each time it is asked for in one object.
    [InlineData("{ thing(id: 1) { a: other { id } b: other { id } } }", 2)]
    [InlineData("{ a: thing(id: 1) { id } b: thing(id: 2) { id } }", 2)]
    [InlineData("{ a: thing(id: 1) { id } b: thing { id } }", 2)]
    // With another selection it is another question: a resolver may read what is selected.
    [InlineData("{ a: thing(id: 1) { id } b: thing(id: 1) { name } }", 2)]
    [InlineData("{ a: thing(id: 1) { x: id } b: thing(id: 1) { id } }", 2)]
    // Mutations have effects.
    [InlineData("mutation { a: thing(id: 1) { id } b: thing(id: 1) { id } }", 2)]
    public async Task What_is_asked_twice_is_resolved_once(string document, int calls)
    {
        await RunAsync(document, "{\"i\": 3}");

        Assert.Equal(calls, _calls);
    }

    [Fact]
    public async Task What_fails_once_fails_at_every_name()
    {
        var executor = Executor(Sdl, new()
        {
            ["Query.thing"] = _ =>
            {
                _calls++;
                throw new GraphQLException("no", "NO");
            },
        });

        var response = JsonDocument.Parse(await executor.RunAsync("{ a: thing { id } b: thing { id } }")).RootElement;

        Assert.Equal(1, _calls);
        Assert.Equal(["a", "b"], response.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path")[0].GetString()));
    }

    [Fact]
    public async Task A_sequence_that_can_be_read_once_is_asked_for_again()
    {
        var executor = Executor(Sdl, new()
        {
            ["Query.items"] = _ =>
            {
                _calls++;
                return new(Items());
            },
        });

        Assert.Equal("""{"data":{"a":[1,2],"b":[1,2]}}""", await executor.RunAsync("{ a: items b: items }"));
        Assert.Equal(2, _calls);

        static async IAsyncEnumerable<int> Items()
        {
            yield return 1;
            await Task.Yield();
            yield return 2;
        }
    }

    [Fact]
    public async Task A_value_that_streams_is_written_once_and_its_bytes_are_repeated()
    {
        var page = new Page(rows: 10_000, fails: false);

        var response = JsonDocument.Parse(await Paged(page).RunAsync("{ a: page(size: 1) b: page(size: 1) d: page(size: 1) }")).RootElement;

        Assert.Equal(1, page.Writes);
        var data = response.GetProperty("data");
        Assert.Equal(10_000, data.GetProperty("a").GetArrayLength());
        Assert.Equal(data.GetProperty("a").GetRawText(), data.GetProperty("b").GetRawText());
        Assert.Equal(data.GetProperty("a").GetRawText(), data.GetProperty("d").GetRawText());
        Assert.Equal(
            ["a.5.x", "b.5.x", "d.5.x"],
            response.GetProperty("errors").EnumerateArray().Select(error => string.Join('.', error.GetProperty("path").EnumerateArray())));
    }

    [Fact]
    public async Task A_value_too_large_to_keep_is_written_again()
    {
        var page = new Page(rows: 1_300_000, fails: false);

        var response = await Paged(page).RunAsync("{ a: page b: page }");

        Assert.Equal(2, page.Writes);
        Assert.True(response.Length > 16_000_000);
    }

    [Fact]
    public async Task A_value_that_cannot_be_written_is_null_at_every_name()
    {
        var page = new Page(rows: 3, fails: true);

        var response = JsonDocument.Parse(await Paged(page).RunAsync("{ a: page b: page }")).RootElement;

        Assert.Equal(1, page.Writes);
        Assert.Equal("""{"a":null,"b":null}""", response.GetProperty("data").GetRawText());
        Assert.Equal(["a", "b"], response.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path")[0].GetString()));
    }

    private static OperationExecutor Paged(Page page) => Executor(Sdl, new()
    {
        ["Query.page"] = context =>
        {
            page.Path = context.Path;
            return new(page);
        },
    });

    private async Task<JsonElement> RunAsync(string document, string? variables = null)
    {
        FieldResolver thing = async context =>
        {
            _calls++;
            await Task.Yield();
            return new { Id = context.Argument<int>("id"), Name = "x" };
        };
        var executor = Executor(Sdl, new() { ["Query.thing"] = thing, ["Mutation.thing"] = thing, ["Thing.other"] = thing });
        return JsonDocument.Parse(await executor.RunAsync(document, variables)).RootElement;
    }

    private sealed class Page(int rows, bool fails) : StreamedValue
    {
        public int Writes { get; private set; }

        public ResponsePath? Path { get; set; }

        public override async ValueTask WriteAsync(ResponseWriter writer, CancellationToken cancellationToken)
        {
            Writes++;
            writer.Json.WriteStartArray();
            for (var i = 0; i < rows; i++)
            {
                writer.Json.WriteStringValue("row 😀");
                await writer.FlushIfLargeAsync(cancellationToken);
            }

            if (fails)
            {
                throw new GraphQLException("no rows", "NO");
            }

            writer.AddError(new GraphQLError { Message = "odd", Path = Path!.Append(5).Append("x") });
            writer.Json.WriteEndArray();
        }
    }
}
