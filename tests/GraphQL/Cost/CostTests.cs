using System.Text.Json;
using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Tests.Execution;

namespace HealthGraph.GraphQL.Tests.Cost;

/// <summary>Prices, each added up by hand beside it.</summary>
public sealed class CostTests
{
    private const string Sdl = """
        directive @cost(weight: String!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
        directive @listSize(assumedSize: Int, slicingArguments: [String!], slicingArgumentDefaultValue: Int, sizedFields: [String!], requireOneSlicingArgument: Boolean! = true) on FIELD_DEFINITION
        directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
        type Query {
          books(first: Int, last: Int, where: BookFilter @cost(weight: "10"), order: [BookSort!] @cost(weight: "10")): BooksConnection
            @listSize(assumedSize: 100, slicingArguments: ["first", "last"], slicingArgumentDefaultValue: 10, sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)
            @cost(weight: "10")
          shelf(size: Int! = 7): [Book!]! @listSize(slicingArguments: ["size"])
          strict(first: Int, last: Int): [Book!] @listSize(slicingArguments: ["first", "last"])
          all: [Book!]
          tags: [String!]
          book: Book
          media: [Media!] @listSize(assumedSize: 4)
          heavy: Heavy
        }
        type Mutation { addBook(input: BookInput!): Book @cost(weight: "10") }
        type Subscription { bookAdded: Book @cost(weight: "3") }
        input BookInput { title: String, author: BookInput }
        input BookFilter { and: [BookFilter!], title: StringFilter, author: BookFilter }
        input StringFilter { eq: String @cost(weight: "10"), contains: String @cost(weight: "20") }
        input BookSort { title: Direction @cost(weight: "10") }
        enum Direction { ASC DESC }
        type BooksConnection { nodes: [Book!], edges: [BookEdge!], totalCount: Int @cost(weight: "100") }
        type BookEdge { cursor: String, node: Book! }
        type Book implements Media { title: String, author: Author, reviews(first: Int = 2): [Review!] @listSize(assumedSize: 50, slicingArguments: ["first"], requireOneSlicingArgument: false) }
        type Film implements Media { title: String, director: Author, cast: [Author!] @listSize(assumedSize: 6) }
        interface Media { title: String }
        type Author { name: String, books: [Book!] @listSize(assumedSize: 100) }
        type Review { text: String, book: Book }
        type Heavy @cost(weight: "25") { id: ID }
        """;

    [Theory]
    // HotChocolate's own example: 10 + 1; Query, the connection and three books.
    [InlineData("{ books(first: 3) { nodes { title } } }", 11, 5)]
    [InlineData("{ books { nodes { title } } }", 11, 12)]
    [InlineData("{ books(last: 4) { nodes { title } } }", 11, 6)]
    [InlineData("{ books(first: 0) { nodes { author { name } } } }", 11, 2)]
    [InlineData("{ books(first: -5) { nodes { author { name } } } }", 11, 2)]
    [InlineData("{ books(first: null) { nodes { title } } }", 11, 12)]
    // Past the maximum counts as the maximum: the field itself refuses such a page.
    [InlineData("{ books(first: 2000000000) { nodes { title } } }", 11, 102)]
    // 10 + nodes 1 + 5 × author 1; Query, connection, 5 books, 5 authors.
    [InlineData("{ books(first: 5) { nodes { author { name } } } }", 16, 12)]
    // Edges hold a node each.
    [InlineData("{ books(first: 5) { edges { cursor node { title } } } }", 16, 12)]
    [InlineData("{ books(first: 5) { totalCount } }", 110, 2)]
    // Nested lists multiply: 11 + 5 × (1 + 3 × 1); 2 + 5 × (1 + 3 × 2).
    [InlineData("{ books(first: 5) { nodes { reviews(first: 3) { book { title } } } } }", 31, 37)]
    // The argument's own default is a slice.
    [InlineData("{ books(first: 5) { nodes { reviews { text } } } }", 16, 17)]
    [InlineData("{ shelf { title } }", 1, 8)]
    // Unannotated: 50. Leaves weigh nothing.
    [InlineData("{ all { title } }", 1, 51)]
    [InlineData("{ tags }", 0, 1)]
    [InlineData("{ heavy { id } }", 1, 26)]
    // where 10 + title 1 + eq 10; order 10 + 10 + 10.
    [InlineData("{ books(first: 1, where: { title: { eq: \"a\" } }) { nodes { title } } }", 32, 3)]
    [InlineData("{ books(first: 1, order: [{ title: ASC }, { title: DESC }]) { nodes { title } } }", 41, 3)]
    [InlineData("{ books(first: 1, where: { and: [{ title: { eq: \"a\" } }, { author: { title: { contains: \"b\" } } }] }) { nodes { title } } }", 55, 3)]
    [InlineData("{ books(first: 1, where: null) { nodes { title } } }", 11, 3)]
    // The dearest of the types that an interface can be: films, 4 × (1 director + 1 cast), 4 × (1 + 1 + 6).
    [InlineData("{ media { title ... on Film { director { name } cast { name } } ... on Book { author { name } } } }", 9, 33)]
    // One response name is priced once, another name again.
    [InlineData("{ book { title } book { author { name } } ... { book { title } } }", 2, 3)]
    [InlineData("{ a: book { title } b: book { title } }", 2, 3)]
    [InlineData("{ book @skip(if: true) { title } }", 0, 1)]
    [InlineData("mutation { addBook(input: { title: \"a\", author: {} }) { title } }", 12, 2)]
    // Introspection counts as one field, whatever is asked of it.
    [InlineData("{ __typename __schema { types { name fields { name args { name } } } } __type(name: \"Book\") { name } }", 2, 3)]
    public async Task What_is_written_in_the_document_is_priced(string document, double fieldCost, double typeCost) =>
        Assert.Equal((fieldCost, typeCost), await PriceAsync(document));

    [Theory]
    [InlineData("""{ "n": 3 }""", 11, 5)]
    [InlineData("""{ "n": 0 }""", 11, 2)]
    [InlineData("""{ "n": null }""", 11, 12)]
    [InlineData("""{ }""", 11, 12)]
    [InlineData("""{ "n": 3, "where": { "title": { "eq": "a" } } }""", 32, 5)]
    [InlineData("""{ "n": 3, "where": { "and": [{ "title": { "eq": "a" } }, { "title": { "contains": "a" } }] } }""", 54, 5)]
    [InlineData("""{ "n": 3, "where": null }""", 11, 5)]
    [InlineData("""{ "n": 1, "order": [{ "title": "ASC" }, { "title": "DESC" }] }""", 41, 3)]
    [InlineData("""{ "n": 3, "skip": true }""", 10, 2)]
    public async Task Variables_are_priced_by_their_values(string variables, double fieldCost, double typeCost)
    {
        const string Document = """
            query ($n: Int, $where: BookFilter, $order: [BookSort!], $skip: Boolean = false) {
              books(first: $n, where: $where, order: $order) { nodes @skip(if: $skip) { title } }
              tags @include(if: $skip)
            }
            """;
        Assert.Equal((fieldCost, typeCost), await PriceAsync(Document, variables));
    }

    [Fact]
    public async Task A_variable_inside_a_literal_is_priced_by_its_value()
    {
        const string Document = """
            query ($title: StringFilter, $more: BookFilter!) { books(first: 1, where: { title: $title, and: [$more] }) { nodes { title } } }
            """;

        // 10 + 1, where 10, and 1; then title 1 + eq 10 from each variable.
        Assert.Equal((22, 3), await PriceAsync(Document, """{ "more": {} }"""));
        Assert.Equal((44, 3), await PriceAsync(Document, """{ "title": { "eq": "a" }, "more": { "title": { "eq": "b" } } }"""));
    }

    [Theory]
    [InlineData("{ strict(first: 1) { title } }", true)]
    [InlineData("{ strict { title } }", false)]
    [InlineData("{ strict(first: 1, last: 1) { title } }", false)]
    [InlineData("{ strict(first: null) { title } }", false)]
    public async Task A_list_that_must_be_told_its_size_is(string document, bool accepted)
    {
        var response = await SendAsync(document, cost: CostMode.Validate);

        Assert.Equal(accepted, response.TryGetProperty("extensions", out _));
        if (!accepted)
        {
            Assert.Equal("HC0082", Code(response));
        }
    }

    [Fact]
    public async Task At_the_limit_an_operation_is_executed_and_one_past_it_is_refused()
    {
        var options = new CostOptions { MaxFieldCost = 16, MaxTypeCost = 12 };

        var touching = await SendAsync("{ books(first: 5) { nodes { author { name } } } }", options: options);
        var tooManyFields = await SendAsync("{ books(first: 5) { nodes { author { name } } } book { title } }", options: options with { MaxTypeCost = 1000 });
        var tooManyObjects = await SendAsync("{ books(first: 11) { nodes { title } } }", options: options);

        Assert.True(touching.TryGetProperty("data", out _));
        Assert.Equal(
            """[{"message":"The maximum allowed field cost was exceeded: 17 of 16.","extensions":{"code":"HC0047","fieldCost":17,"maxFieldCost":16}}]""",
            tooManyFields.GetProperty("errors").GetRawText());
        Assert.Equal(
            """[{"message":"The maximum allowed type cost was exceeded: 13 of 12.","extensions":{"code":"HC0047","typeCost":13,"maxTypeCost":12}}]""",
            tooManyObjects.GetProperty("errors").GetRawText());
        Assert.False(tooManyObjects.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task Report_gives_the_cost_beside_the_result_and_validate_gives_it_alone()
    {
        var report = await SendAsync("{ books(first: 3) { nodes { title } } }", cost: CostMode.Report);
        var validate = await SendAsync("{ books(first: 3) { nodes { title } } }", cost: CostMode.Validate);
        var overTheLimit = await SendAsync("{ all { title } }", cost: CostMode.Validate, options: new CostOptions { MaxTypeCost = 1 });
        var refused = await SendAsync("{ all { title } }", cost: CostMode.Report, options: new CostOptions { MaxTypeCost = 1 });

        Assert.Equal("""{"data":{"books":null},"extensions":{"operationCost":{"fieldCost":11,"typeCost":5}}}""", report.GetRawText());
        Assert.Equal("""{"extensions":{"operationCost":{"fieldCost":11,"typeCost":5}}}""", validate.GetRawText());
        Assert.Equal("""{"extensions":{"operationCost":{"fieldCost":1,"typeCost":51}}}""", overTheLimit.GetRawText());
        Assert.Equal("HC0047", Code(refused));
        Assert.Equal(51, refused.GetProperty("extensions").GetProperty("operationCost").GetProperty("typeCost").GetInt32());
    }

    [Fact]
    public async Task Requests_that_share_a_budget_add_up()
    {
        var options = new CostOptions { MaxFieldCost = 30 };
        var budget = new CostBudget();

        var first = await SendAsync("{ books { nodes { title } } }", options: options, budget: budget);
        var second = await SendAsync("{ books { nodes { title } } }", options: options, budget: budget);
        var third = await SendAsync("{ books { nodes { title } } }", options: options, budget: budget);

        Assert.True(first.TryGetProperty("data", out _));
        Assert.True(second.TryGetProperty("data", out _));
        Assert.Equal("The maximum allowed field cost was exceeded: 33 of 30.", third.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_product_past_every_number_is_infinite_and_refused()
    {
        // Each level is 100 books of an author of a book: 10^240 and more.
        const int Levels = 170;
        var document = "{ books(first: 100) { nodes { "
            + string.Concat(Enumerable.Repeat("author { books { ", Levels)) + "title" + string.Concat(Enumerable.Repeat(" } }", Levels)) + " } } }";
        var executor = Executor(new CostOptions(), maxDepth: 1000, new ParserOptions { MaxDepth = 1000 });

        var response = await SendAsync(executor, document, null, CostMode.Validate, null);

        Assert.Equal("""{"operationCost":{"fieldCost":"Infinity","typeCost":"Infinity"}}""", response.GetProperty("extensions").GetRawText());
        Assert.Equal("HC0047", Code(await SendAsync(executor, document, null, CostMode.Enforce, null)));
    }

    [Fact]
    public async Task Nothing_of_something_endless_costs_nothing()
    {
        const int Levels = 170;
        var document = "{ books(first: 0) { nodes { "
            + string.Concat(Enumerable.Repeat("author { books { ", Levels)) + "title" + string.Concat(Enumerable.Repeat(" } }", Levels)) + " } } }";
        var executor = Executor(new CostOptions(), maxDepth: 1000, new ParserOptions { MaxDepth = 1000 });

        var response = await SendAsync(executor, document, null, CostMode.Validate, null);

        Assert.Equal("""{"operationCost":{"fieldCost":11,"typeCost":2}}""", response.GetProperty("extensions").GetRawText());
    }

    [Theory]
    [InlineData("{ book { ...F } } fragment F on Book { author { name } }")]
    [InlineData("{ book { ...F @defer } } fragment F on Book { author { name } }")]
    [InlineData("{ book { ... @defer { author { name } } } }")]
    public async Task Fragments_and_defer_change_no_price(string document) => Assert.Equal((2, 3), await PriceAsync(document));

    [Fact]
    public async Task Subscriptions_are_priced_for_each_event()
    {
        Assert.Equal((3, 2), await PriceAsync("subscription { bookAdded { title } }"));

        var response = await SendAsync("subscription { bookAdded { title } }", options: new CostOptions { MaxFieldCost = 2 });
        Assert.Equal("HC0047", Code(response));
    }

    [Fact]
    public async Task Interfaces_that_would_multiply_without_end_are_refused()
    {
        const string Wide = """
            interface Node { self: Node }
            type Query { node: Node }
            type A implements Node { self: Node } type B implements Node { self: Node } type C implements Node { self: Node }
            """;
        var document = "{ node { " + string.Concat(Enumerable.Repeat("self { ", 40)) + "__typename" + string.Concat(Enumerable.Repeat(" }", 40)) + " } }";
        var executor = Requests.Executor(Wide, options: new OperationExecutorOptions { Cost = new CostOptions() });

        var response = await SendAsync(executor, document, null, CostMode.Enforce, null);

        Assert.Equal("HC0047", Code(response));
        Assert.Equal("The operation selects more than 100000 fields once its fragments are spread.", response.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Fact]
    public void A_cached_operation_is_priced_with_little_garbage()
    {
        const string Document = """
            query ($n: Int, $where: BookFilter) {
              books(first: $n, where: $where) { totalCount nodes { title author { name } reviews(first: 3) { text book { title } } } }
              shelf { title author { name } }
            }
            """;
        var executor = Executor(new CostOptions());
        var request = Request(Document, """{ "n": 20, "where": { "title": { "eq": "a" } } }""", CostMode.Enforce, null);
        var prepared = executor.Prepare(request.Document, out _)!.GetOperation(null);
        Assert.True(GraphQL.Values.VariableCoercion.TryCoerce(prepared.Variables, request.Variables, false, out var variables, out _));
        var context = new OperationContext
        {
            Prepared = prepared,
            ShownSchema = executor.Schema,
            Services = request.Services,
            Variables = variables,
            Selections = prepared.GetSelections(prepared.GetConditions(variables)),
        };
        var analyzer = new CostAnalyzer(new CostOptions());
        _ = analyzer.Price(context);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _ = analyzer.Price(context);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 0, 256);
    }

    private static async Task<(double FieldCost, double TypeCost)> PriceAsync(string document, string? variables = null)
    {
        var response = await SendAsync(document, variables, CostMode.Validate);
        var cost = response.GetProperty("extensions").GetProperty("operationCost");
        return (cost.GetProperty("fieldCost").GetDouble(), cost.GetProperty("typeCost").GetDouble());
    }

    private static Task<JsonElement> SendAsync(
        string document, string? variables = null, CostMode cost = CostMode.Enforce, CostOptions? options = null, CostBudget? budget = null) =>
        SendAsync(Executor(options ?? new CostOptions()), document, variables, cost, budget);

    private static async Task<JsonElement> SendAsync(
        OperationExecutor executor, string document, string? variables, CostMode cost, CostBudget? budget)
    {
        using var result = await executor.ExecuteAsync(Request(document, variables, cost, budget), TestContext.Current.CancellationToken);
        return JsonDocument.Parse(await Requests.WriteAsync(Assert.IsType<ExecutionResult>(result))).RootElement;
    }

    private static OperationRequest Request(string document, string? variables, CostMode cost, CostBudget? budget)
    {
        var request = Requests.For(document, variables);
        return new OperationRequest { Document = request.Document, Variables = request.Variables, Services = request.Services, Cost = cost, Budget = budget };
    }

    private static OperationExecutor Executor(CostOptions cost, int maxDepth = 50, ParserOptions? parser = null) =>
        new(Requests.Schema(Sdl), new OperationExecutorOptions { Cost = cost, MaxDepth = maxDepth, Parser = parser ?? ParserOptions.Default });

    private static string? Code(JsonElement response) =>
        response.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
}
