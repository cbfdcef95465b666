using System.Text.Json;
using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Sdl;
using HealthGraph.GraphQL.Validation;

namespace HealthGraph.Conformance.Tests.Validation;

public sealed class ValidationParityTests
{
    private const int Mutants = 6_000;
    private const int Seed = 20_250_901;

    private static readonly ValidationOptions Options = new() { MaxErrors = 1_000 };

    [Fact]
    [Gate("validation: broken documents", "graphql 17.1.0")]
    public async Task Broken_documents_have_the_errors_that_graphql_js_finds_in_them_in_its_order()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            string[] corpus = ExecutionCorpusTests.FindCorpus() is { } folder ? [folder] : [];
            var (succeeded, output) = await NodeOracle.RunAsync(
                "validation-mutants.mjs", [file, $"{Mutants}", $"{Seed}", .. corpus]);
            Assert.True(succeeded, output);

            var (count, rules, differences) = Compare(file);

            GateAttribute.Record(count - differences.Count, count);
            Assert.Empty(differences);
            Assert.Equal(Mutants, count);
            Assert.Subset(rules, SpecifiedRules.All.Select(rule => rule.Name).Except(["KnownOperationTypesRule"]).ToHashSet());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (int Count, HashSet<string> Rules, List<string> Differences) Compare(string file)
    {
        Dictionary<string, Schema> schemas = [];
        HashSet<string> rules = [];
        List<string> differences = [];
        var count = 0;
        foreach (var line in File.ReadLines(file))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("schemas", out var sources))
            {
                schemas = sources.EnumerateObject().ToDictionary(
                    source => source.Name, source => SdlSchemaBuilder.Build(source.Value.GetString()!));
                continue;
            }

            count++;
            var name = json.RootElement.GetProperty("schema").GetString()!;
            var document = json.RootElement.GetProperty("document").GetString()!;
            string[] expected = [.. json.RootElement.GetProperty("errors").EnumerateArray().Select(error => $"{error[0]} {error[2]} {error[1]}")];
            string[] actual = [.. Validate(schemas[name], document)];
            rules.UnionWith(expected.Select(error => error.Split(' ')[0]));
            if (!expected.SequenceEqual(actual))
            {
                differences.Add(
                    $"{name}\n{document}\ngraphql-js: {string.Join('\n', expected.Except(actual))}\nours: {string.Join('\n', actual.Except(expected))}");
            }
        }

        return (count, rules, differences);
    }

    private static IEnumerable<string> Validate(Schema schema, string document) =>
        DocumentValidator.Validate(schema, Parser.ParseDocument(new Source(document)), Options).Select(error =>
            $"{error.Rule} {string.Join(' ', error.Locations.Select(place => $"{place.Line}:{place.Column}"))} {error.Message}");
}
