using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Sdl;
using HealthGraph.GraphQL.Validation;

namespace HealthGraph.Conformance.Tests.Validation;

public sealed class ValidationParityTests
{
    private const int Mutants = 8_000;
    private const int Seed = 20_250_901;

    private static readonly ValidationOptions Options = new() { MaxErrors = 1_000 };

    [Fact]
    [Gate("validation: broken documents", "graphql 17.1.0")]
    public async Task Broken_documents_have_the_errors_that_graphql_js_finds_in_them_in_its_order()
    {
        string[] corpus = Corpus.Folder is { } folder ? [folder] : [];
        using var cases = await OracleFile.WriteAsync(
            "validation-mutants.mjs", [$"{Mutants}", $"{Seed}", Path.Combine(Repository.Root, "schema.graphql"), .. corpus]);

        Dictionary<string, int> broken = SpecifiedRules.All.ToDictionary(rule => rule.Name, _ => 0);
        var (count, differences) = Compare(cases, broken);

        GateAttribute.Record(count - differences.Count, count);
        GateAttribute.Note(string.Join(", ", broken.OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => $"{rule.Key} {rule.Value}")));
        Assert.True(differences.Count == 0, string.Join("\n=====\n", differences.Take(10)));
        Assert.Equal(Mutants, count);
        Assert.DoesNotContain(broken, rule => rule.Value < 20);
    }

    private static (int Count, List<string> Differences) Compare(OracleFile cases, Dictionary<string, int> broken)
    {
        Dictionary<string, Schema> schemas = [];
        List<string> differences = [];
        var count = 0;
        foreach (var each in cases.Read())
        {
            if (each.TryGetProperty("schemas", out var sources))
            {
                schemas = sources.EnumerateObject().ToDictionary(
                    source => source.Name, source => SdlSchemaBuilder.Build(source.Value.GetString()!));
                continue;
            }

            count++;
            var name = each.GetProperty("schema").GetString()!;
            var document = each.GetProperty("document").GetString()!;
            string[] expected = [.. each.GetProperty("errors").EnumerateArray().Select(error => $"{error[0]} {error[2]} {error[1]}")];
            string[] actual = [.. Validate(schemas[name], document)];
            foreach (var rule in expected.Select(error => error.Split(' ')[0]).Distinct())
            {
                broken[rule]++;
            }

            if (!expected.SequenceEqual(actual))
            {
                differences.Add(
                    $"{name}\n{document}\ngraphql-js: {string.Join('\n', expected.Except(actual))}\nours: {string.Join('\n', actual.Except(expected))}");
            }
        }

        return (count, differences);
    }

    private static IEnumerable<string> Validate(Schema schema, string document) =>
        DocumentValidator.Validate(schema, Parser.ParseDocument(new Source(document)), Options).Select(error =>
            $"{error.Rule} {string.Join(' ', error.Locations.Select(place => $"{place.Line}:{place.Column}"))} {error.Message}");
}
