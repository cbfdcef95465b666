using HealthGraph.Api.Tests;

namespace HealthGraph.Conformance.Tests.Introspection;

public sealed class IntrospectionParityTests(ApiServer api) : IClassFixture<ApiServer>
{
    private const int Schemas = 300;
    private const int Seed = 20_250_906;

    [Fact]
    [Gate("introspection: random and corpus schemas", "graphql 17.1.0")]
    public async Task Schemas_describe_themselves_as_graphql_js_describes_them()
    {
        string[] corpus = Corpus.Folder is { } folder ? [folder] : [];

        await DriverGate.HoldAsync(Schemas, "run-introspection.mjs", [$"{Schemas}", $"{Seed}", .. corpus]);
    }

    [Fact]
    [Gate("introspection: the app, type by type", "schema.graphql")]
    public async Task The_app_describes_the_schema_that_is_committed() => await NodeOracle.HoldAsync(
        atLeast: 60,
        "introspect-app.mjs",
        new Uri(api.Address, "/graphql").ToString(),
        api.AnalystKey,
        Path.Combine(Repository.Root, "schema.graphql"));
}
