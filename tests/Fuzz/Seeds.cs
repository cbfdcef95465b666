using System.Text;
using System.Text.RegularExpressions;
using HealthGraph.Api.Tests;

namespace HealthGraph.Fuzz.Tests;

/// <summary>What cases are made from: documents, variables and schemas of the repository, and of the corpus beside it when that is there.</summary>
internal static partial class Seeds
{
    private const int MaxFromCorpus = 400;

    private static readonly string[] Small =
    [
        "type Query { a: Int }",
        "schema { query: Q } type Q implements I & J { a(b: [Int!]! = [1], c: In = { d: null }): String! @deprecated(reason: \"\"\"x\"\"\") } interface I { a(b: [Int!]!): String } interface J { a(b: [Int!]!): String }"
            + " input In @oneOf { d: Int e: String } union U = | Q directive @x(y: E = A) repeatable on FIELD | OBJECT enum E { A B @deprecated } scalar S @specifiedBy(url: \"https://a.b\") extend type Q { z: U s: S }",
        "type Query { a: A } type A { b: B! } type B { a: [A!]! q: Query } extend schema @x directive @x on SCHEMA",
    ];

    private static readonly string[] Written =
    [
        "query A($n: Int = 3, $after: String, $where: VisitPlanFilterInput, $order: [VisitPlanSortInput!]) { visitPlans(first: $n, after: $after, where: $where, order: $order) { totalCount"
            + " edges { cursor node { ...F } } pageInfo { hasNextPage endCursor } } } fragment F on VisitPlan { visitPlanId entries(first: 2, where: { weeks: { gt: 1 } }) { weeks } patient { state ...G } } fragment G on Patient { id carePlans(first: 1) { id } }"
            + "\u001E{\"n\":2,\"after\":null,\"where\":{\"and\":[{\"patient\":{\"state\":{\"eq\":\"CA\"}}},{\"or\":[{\"entries\":{\"some\":{\"weeks\":{\"gte\":2}}}},{\"planText\":{\"icontains\":\"a\"}}]}],\"not\":{\"createdAt\":{\"lt\":\"2024-01-01T00:00:00Z\"}}},\"order\":[{\"patient\":{\"state\":\"DESC\"}},{\"createdAt\":\"ASC\"}]}",
        "{ patients(last: 5, where: { carePlans: { all: { visitPlans: { any: true } } } }) { nodes { id patientId state carePlans { id } } } }",
        "query ($id: ID!) { run(id: $id) { id state outputs arguments progressPercent } }\u001E{\"id\":\"01a1fe37-a407-7819-bee8-6e7a345f1ea1\"}",
        "{ __schema { types { name fields(includeDeprecated: true) { name args { name defaultValue type { kind ofType { name } } } } } directives { name locations } } __type(name: \"Run\") { name } }",
        "query Q($a: Boolean!, $b: Boolean = true) { therapists { nodes { npi @include(if: $a) ... @skip(if: $b) { lastName } } } }\u001E{\"a\":true}",
        "subscription { runs { id state } }",
        "query ($ids: [ID!]!) { node(id: \"UGF0aWVudDoxOTQ1MGFkMS03YmRhLTRhODktYjUwYy0zNmY5MWNkYWRmNTk=\") { __typename id } nodes(ids: $ids) { id ... on Run { state } ... on Patient { state carePlans { id } } } }\u001E{\"ids\":[\"UnVuOjAxYTFmZTM3LWE0MDctNzgxOS1iZWU4LTZlN2EzNDVmMWVhMQ==\"]}",
        "\"\"\"block\n  text\"\"\" query \"desc\" D @x { a(s: \"\"\"\n   b\\\"\"\"\n \"\"\", t: \"\\u{1F600}\\uD83D\\uDE00\\n\", f: -1.5e+10, o: { l: [1, [2], {}], e: ENUM, n: null }) }",
    ];

    public static IReadOnlyList<byte[]> Documents { get; } = [.. OwnDocuments(), .. CorpusDocuments()];

    public static IReadOnlyList<byte[]> Schemas { get; } =
    [
        .. Files(RepositoryRoot.Path, "schema.graphql"),
        .. Files(Path.Combine(RepositoryRoot.Path, "tests"), "*.graphqls"),
        .. CorpusFolders().SelectMany(folder => Files(folder, "schema.graphqls")),
        .. Small.Select(Encoding.UTF8.GetBytes),
    ];

    private static IEnumerable<byte[]> OwnDocuments()
    {
        var explorer = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", "Api", "Explorer", "app", "queries.js"));
        foreach (var query in Template().Matches(explorer).Select(match => match.Groups["query"].Value))
        {
            yield return Encoding.UTF8.GetBytes(query + "\u001E{\"state\":\"CA\"}");
        }

        foreach (var file in Files(Path.Combine(RepositoryRoot.Path, "tests", "Conformance", "oracle"), "*.graphql"))
        {
            yield return file;
        }

        foreach (var document in Written)
        {
            yield return Encoding.UTF8.GetBytes(document);
        }
    }

    private static IEnumerable<byte[]> CorpusDocuments()
    {
        foreach (var folder in CorpusFolders().SelectMany(Directory.GetDirectories).Order(StringComparer.Ordinal).Take(MaxFromCorpus))
        {
            var query = Path.Combine(folder, "query.graphql");
            if (File.Exists(query))
            {
                var variables = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(sub => Path.Combine(sub, "variables.json")).FirstOrDefault(File.Exists);
                yield return variables is null ? File.ReadAllBytes(query) : [.. File.ReadAllBytes(query), 0x1E, .. File.ReadAllBytes(variables)];
            }
        }
    }

    private static IEnumerable<string> CorpusFolders()
    {
        var corpus = Path.Combine(RepositoryRoot.Path, "..", "shared", "data", "graphql-corpus");
        return Directory.Exists(corpus) ? Directory.GetDirectories(corpus).Order(StringComparer.Ordinal) : [];
    }

    private static IEnumerable<byte[]> Files(string folder, string pattern) => Directory
        .GetFiles(folder, pattern, new EnumerationOptions { RecurseSubdirectories = folder != RepositoryRoot.Path })
        .Where(file => !file.Contains("node_modules", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(File.ReadAllBytes);

    [GeneratedRegex("`(?<query>[^`]*)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Template();
}
