using System.Globalization;
using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Tests.Execution;

namespace HealthGraph.GraphQL.Tests.Limits;

/// <summary>Every limit of a document at its default: what touches it is executed, one more is refused.</summary>
public sealed class DocumentLimitTests
{
    private const string Sdl = """
        type Query { a(l: [Int], o: Any, t: String): Query  b: Int }
        scalar Any
        """;

    private static readonly OperationExecutor Executor = Requests.Executor(Sdl);

    public static TheoryData<string, Func<int, string>, int, string, string> Limits => new()
    {
        { "fields", Fields, 2_048, "HC0014", "Syntax Error: Document contains more than 2048 fields. Parsing aborted." },
        { "tokens", Tokens, 250_000, "HC0014", "Syntax Error: Document contains more than 250000 tokens. Parsing aborted." },
        { "bytes", Bytes, 20 * 1024 * 1024, "HC0014", "Syntax Error: Source contains more than 20971520 bytes. Parsing aborted." },
        {
            "fragment visits",
            Fragments,
            1_000,
            "HC0016",
            "Validation aborted: the operations of the document use fragments more than 1000 times."
        },
        {
            "merge comparisons",
            Comparisons,
            100_000,
            "HC0107",
            "The fields of this document cannot be checked for conflicts within 100000 comparisons."
        },
        {
            // The setting is the first depth that is refused, as graphql-js has it: 3.
            "introspection depth",
            Introspection,
            2,
            "HC0016",
            "Maximum introspection depth exceeded"
        },
        {
            "depth",
            count => Nested("{ a ", "{ b }", "}", count - 1),
            50,
            "HC0016",
            "The GraphQL document has an execution depth of 51 which exceeds the max allowed execution depth of 50."
        },
        {
            "expanded fields",
            Expanded,
            100_000,
            "HC0016",
            "The operation selects more than 100000 fields once its fragments are spread."
        },
    };

    public static TheoryData<string, Func<int, string>> Nestings => new()
    {
        // The document around each counts too: a selection set, and with arguments nothing more.
        { "selections", levels => Nested("{ a ", "{ b }", "}", levels - 1) },
        { "inline fragments", levels => Nested("{ ... ", "{ b }", "}", levels - 1) },
        { "lists", levels => "{ a(l: " + Nested("[", "1", "]", levels - 1) + ") { b } }" },
        { "objects", levels => "{ a(o: " + Nested("{ a: ", "1", "}", levels - 1) + ") { b } }" },
        { "list types", levels => "query ($x: " + Nested("[", "Int", "]", levels) + ") { b }" },
        { "default values", levels => "query ($x: Any = " + Nested("[", "1", "]", levels) + ") { a(o: $x) { b } }" },
        { "lists in directives", levels => "query @x(a: " + Nested("[", "1", "]", levels) + ") { b }" },
    };

    [Theory]
    [MemberData(nameof(Limits), DisableDiscoveryEnumeration = true)]
    public async Task At_the_limit_a_document_is_executed_and_one_past_it_is_refused(
        string name, Func<int, string> document, int limit, string code, string message)
    {
        var touching = await RunAsync(document(limit));
        var crossing = await RunAsync(document(limit + 1));

        Assert.True(touching.TryGetProperty("data", out _), $"{name}: {touching}");
        Assert.False(crossing.TryGetProperty("data", out _), name);
        var error = crossing.GetProperty("errors")[0];
        Assert.Equal(message, error.GetProperty("message").GetString());
        Assert.Equal(code, error.GetProperty("extensions").GetProperty("code").GetString());
    }

    [Theory]
    [MemberData(nameof(Nestings), DisableDiscoveryEnumeration = true)]
    public async Task Whatever_nests_may_do_so_200_deep(string name, Func<int, string> document)
    {
        const string Message = "Syntax Error: Document is nested more than 200 levels deep. Parsing aborted.";

        var touching = await RunAsync(document(200));
        var crossing = await RunAsync(document(201));

        // Other rules may still refuse the first one, by its depth or by its types.
        Assert.True(
            !touching.TryGetProperty("errors", out var errors) || errors[0].GetProperty("extensions").GetProperty("code").GetString() != "HC0014",
            $"{name}: {touching}");
        Assert.Equal(Message, crossing.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task Five_errors_of_validation_are_reported_and_then_that_there_are_more()
    {
        var five = await RunAsync("{ c d e f g }");
        var six = await RunAsync("{ c d e f g h }");

        Assert.Equal(5, five.GetProperty("errors").GetArrayLength());
        Assert.Equal(6, six.GetProperty("errors").GetArrayLength());
        Assert.Equal(
            "Too many validation errors, error limit reached. Validation aborted.", six.GetProperty("errors")[5].GetProperty("message").GetString());
    }

    [Theory]
    [InlineData(199, true)]
    [InlineData(201, false)]
    public async Task Variables_may_nest_200_deep(int levels, bool accepted)
    {
        var response = await RunAsync("query ($x: Any) { a(o: $x) { b } }", "{ \"x\": " + Nested("[", "1", "]", levels) + "}");

        Assert.Equal(accepted, response.TryGetProperty("data", out _));
        if (!accepted)
        {
            Assert.Equal("HC0018", response.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Fragments_that_double_at_each_step_are_refused_at_once()
    {
        var steps = Enumerable.Range(0, 40).Select(i => $"fragment F{i} on Query {{ x: a {{ ...F{i + 1} }} y: a {{ ...F{i + 1} }} }} ");

        var response = await RunAsync("{ ...F0 } " + string.Concat(steps) + "fragment F40 on Query { b }");

        Assert.StartsWith("The operation selects more than", response.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> RunAsync(string document, string? variables = null) =>
        JsonDocument.Parse(await Executor.RunAsync(document, variables)).RootElement;

    private static string Nested(string open, string middle, string close, int levels) =>
        string.Concat(Enumerable.Repeat(open, levels)) + middle + string.Concat(Enumerable.Repeat(close, levels));

    private static string Fields(int count) => "{" + string.Concat(Enumerable.Repeat("b ", count)) + "}";

    // Around the list: { a ( l : [ ] ) { b } } is twelve.
    private static string Tokens(int count) => "{ a(l: [" + string.Concat(Enumerable.Repeat("1 ", count - 12)) + "]) { b } }";

    private static string Bytes(int count) => "{ b }#" + new string('x', count - 6);

    private static string Fragments(int count) => "{ b " + string.Concat(Enumerable.Range(0, count).Select(i => $"...F{i} ")) + "} "
        + string.Concat(Enumerable.Range(0, count).Select(i => $"fragment F{i} on Query {{ __typename }} "));

    // Each alias is looked at, and its own selection of the spread and of the fragment's fields; what is missing stands beside them.
    private static string Comparisons(int count)
    {
        const int Aliases = 1_000;
        var fields = (count / Aliases) - 2;
        return "{ " + string.Concat(Enumerable.Range(0, Aliases).Select(i => $"a{i}: a {{ ...F }} "))
            + string.Concat(Enumerable.Repeat("b ", count - (Aliases * (fields + 2)))) + "} "
            + "fragment F on Query { " + string.Concat(Enumerable.Repeat("b ", fields)) + "}";
    }

    private static string Introspection(int lists) =>
        "{ __type(name: \"Query\") { " + Nested("interfaces { ", "name ", "} ", lists) + "} }";

    // Each fragment stands for twice the next and two; what they add up to, the largest first, and what is missing.
    private static string Expanded(int count)
    {
        const int Fragments = 14;
        static int SizeOf(int fragment) => fragment == Fragments ? 1 : 2 + (2 * SizeOf(fragment + 1));

        var document = new StringBuilder("{ ");
        for (var fragment = 0; count > 0; count -= 1 + (fragment <= Fragments ? SizeOf(fragment) : 0))
        {
            while (fragment <= Fragments && 1 + SizeOf(fragment) > count)
            {
                fragment++;
            }

            document.Append(CultureInfo.InvariantCulture, $"q{count}: ").Append(fragment <= Fragments ? $"a {{ ...F{fragment} }} " : "b ");
        }

        document.Append('}');
        for (var fragment = 0; fragment < Fragments; fragment++)
        {
            document.Append(CultureInfo.InvariantCulture, $" fragment F{fragment} on Query {{ x: a {{ ...F{fragment + 1} }} y: a {{ ...F{fragment + 1} }} }}");
        }

        return document.Append(CultureInfo.InvariantCulture, $" fragment F{Fragments} on Query {{ b }}").ToString();
    }
}
