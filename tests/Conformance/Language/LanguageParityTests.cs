using System.Text;
using System.Text.Json;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Language;

namespace HealthGraph.Conformance.Tests.Language;

public sealed class LanguageParityTests
{
    private const int Texts = 20_000;
    private const int Seed = 20_250_902;

    [Fact]
    [Gate("language: print and syntax errors", "graphql 17.1.0")]
    public async Task Texts_are_printed_or_refused_as_graphql_js_does_it_and_printing_again_changes_nothing()
    {
        using var cases = await OracleFile.WriteAsync("language.mjs", $"{Texts}", $"{Seed}");

        var (total, refused) = (0, 0);
        List<string> differences = [];
        foreach (var each in cases.Read())
        {
            var text = each.GetProperty("text").GetString()!;
            var expected = Expected(each);
            var actual = Judge(text);
            total++;
            refused += each.TryGetProperty("error", out _) ? 1 : 0;
            if (actual != expected || (each.TryGetProperty("printed", out _) && Judge(actual) != actual))
            {
                differences.Add($"{text}\n--- graphql-js\n{expected}\n--- ours\n{actual}\n--- again\n{Judge(actual)}");
            }
        }

        GateAttribute.Record(total - differences.Count, total);
        Assert.True(differences.Count == 0, string.Join("\n=====\n", differences.Take(10)));
        Assert.InRange(refused, Texts / 4, Texts - (Texts / 4));
        Assert.True(total >= Texts);
    }

    private static string Expected(JsonElement each) => each.TryGetProperty("error", out var error)
        ? $"{error[1]}:{error[2]} {error[0]}"
        : each.GetProperty("printed").GetString()!;

    private static string Judge(string text)
    {
        try
        {
            return Printer.Print(Parser.ParseDocument(new Source(text)));
        }
        catch (GraphQLException exception)
        {
            return $"{exception.Error.Locations[0].Line}:{exception.Error.Locations[0].Column} {WellFormed(exception.Error.Message)}";
        }
    }

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
