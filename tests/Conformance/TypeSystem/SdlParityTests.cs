using System.Text.Json;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.Conformance.Tests.TypeSystem;

public sealed class SdlParityTests
{
    private const int Documents = 8_000;
    private const int Seed = 20_250_903;

    // Our schemas cannot hold a reference of the wrong kind, so these errors are found before the schema is made and told alone.
    private static readonly string[] WrongKinds =
        ["root type must be Object type", "must only implement Interface types", "can only include Object types"];

    // What the specification asks for and graphql-js does not (docs/graphql-specification.md): left out of the comparison.
    private static readonly string[] Stricter =
        ["must not reference itself: ", "is built in and cannot be defined", "may not be used on the built-in scalar", "may not be used on an extension of"];

    [Fact]
    [Gate("SDL: rules, schema rules, printed schema", "graphql 17.1.0")]
    public async Task Type_system_documents_are_refused_or_printed_as_schemas_as_graphql_js_does_it()
    {
        using var cases = await OracleFile.WriteAsync("sdl.mjs", $"{Documents}", $"{Seed}");

        var (total, printed) = (0, 0);
        List<string> differences = [];
        foreach (var each in cases.Read())
        {
            var sdl = each.GetProperty("sdl").GetString()!;
            var actual = Judge(sdl);
            total++;
            printed += each.TryGetProperty("printed", out _) ? 1 : 0;
            if (Expected(each) is { } expected && actual != expected)
            {
                var (theirs, ours) = (expected.Split('\n'), actual.Split('\n'));
                differences.Add(
                    $"graphql-js: {string.Join('\n', theirs.Except(ours))}\nours: {string.Join('\n', ours.Except(theirs))}\n{sdl}");
            }
        }

        GateAttribute.Record(total - differences.Count, total);
        Assert.True(differences.Count == 0, string.Join("\n=====\n", differences.Take(200)));
        Assert.InRange(printed, Documents / 20, Documents - (Documents / 2));
        Assert.True(total >= Documents);
    }

    // Null where graphql-js itself breaks: ours then has to give some answer.
    private static string? Expected(JsonElement each)
    {
        if (each.TryGetProperty("errors", out var errors))
        {
            string[] lines = [.. errors.EnumerateArray().Select(error => $"{error[1]} {error[0]}")];
            return Listed(lines.Any(IsWrongKind) ? lines.Where(IsWrongKind) : lines);
        }

        return each.TryGetProperty("printed", out var printed) ? printed.GetString() : null;
    }

    private static string Judge(string sdl)
    {
        try
        {
            return Judge(SdlSchemaBuilder.Build(sdl));
        }
        catch (SchemaException exception)
        {
            var errors = Shared(exception.Errors);
            return errors.Count > 0 ? Listed(errors) : Judge(SdlSchemaBuilder.Build(sdl, new SdlSchemaOptions { AssumeValid = true }));
        }
    }

    private static string Judge(Schema schema)
    {
        var errors = Shared(SchemaValidator.Validate(schema));
        return errors.Count > 0 ? Listed(errors) : SchemaPrinter.Print(schema);
    }

    private static List<GraphQLError> Shared(IReadOnlyList<GraphQLError> errors) =>
        [.. errors.Where(error => !Array.Exists(Stricter, text => error.Message.Contains(text, StringComparison.Ordinal)))];

    private static string Listed(IReadOnlyList<GraphQLError> errors) => Listed(
        errors.Select(error => $"{string.Join(' ', error.Locations.Select(place => $"{place.Line}:{place.Column}"))} {error.Message}"));

    private static string Listed(IEnumerable<string> lines) =>
        string.Join('\n', lines.All(IsWrongKind) ? lines.Order(StringComparer.Ordinal) : lines);

    private static bool IsWrongKind(string line) => Array.Exists(WrongKinds, kind => line.Contains(kind, StringComparison.Ordinal));
}
