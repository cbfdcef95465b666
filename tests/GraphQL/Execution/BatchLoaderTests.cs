using HealthGraph.GraphQL.Execution;
using static HealthGraph.GraphQL.Tests.Execution.Requests;

namespace HealthGraph.GraphQL.Tests.Execution;

public sealed class BatchLoaderTests
{
    private const string Sdl = "type Query { items: [Item!]! } type Item { id: Int owner: Item later: Item }";

    [Fact]
    public async Task Items_of_a_list_are_loaded_together_and_so_is_what_hangs_on_them()
    {
        var batches = new List<int[]>();

        var response = await Executor(batches).RunAsync("{ items { owner { id owner { id } } } }");

        Assert.Equal(
            """{"data":{"items":[{"owner":{"id":10,"owner":{"id":100}}},{"owner":{"id":20,"owner":{"id":200}}},{"owner":{"id":10,"owner":{"id":100}}}]}}""",
            response);
        Assert.Equal([[1, 2], [10, 20]], batches);
    }

    [Fact]
    public async Task A_resolver_that_waited_for_something_else_first_gets_its_value_too()
    {
        var response = await Executor([]).RunAsync("{ items { later { id } } }");

        Assert.Equal("""{"data":{"items":[{"later":{"id":10}},{"later":{"id":20}},{"later":{"id":10}}]}}""", response);
    }

    [Fact]
    public async Task A_fetch_that_fails_is_an_error_of_every_field_that_asked()
    {
        var response = await Executor(null).RunAsync("{ items { owner { id } } }");

        Assert.Equal(3, response.Split("Unexpected Execution Error").Length - 1);
        Assert.EndsWith("""{"items":[{"owner":null},{"owner":null},{"owner":null}]}}""", response, StringComparison.Ordinal);
    }

    private static OperationExecutor Executor(List<int[]>? batches)
    {
        return Requests.Executor(Sdl, new()
        {
            ["Query.items"] = ReturnLater(new[] { new Item(1), new Item(2), new Item(1) }),
            ["Item.owner"] = async context => await LoadAsync(context),
            ["Item.later"] = async context =>
            {
                await Task.Delay(1, context.CancellationToken);
                return await LoadAsync(context);
            },
        });

        Task<Item?> LoadAsync(FieldContext context) => BatchLoader<int, Item>
            .For(context.Operation, "owners", FetchAsync)
            .LoadAsync(((Item)context.Parent!).Id);

        async Task<IReadOnlyDictionary<int, Item>> FetchAsync(IReadOnlyList<int> ids, CancellationToken cancellationToken)
        {
            await Task.Yield();
            (batches ?? throw new InvalidOperationException("down")).Add([.. ids.Order()]);
            return ids.ToDictionary(id => id, id => new Item(id * 10));
        }
    }

    private sealed record Item(int Id);
}
