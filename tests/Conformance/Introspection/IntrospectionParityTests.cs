using HealthGraph.Api.Tests;
using HealthGraph.Domain.Access;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Conformance.Tests.Introspection;

public sealed class IntrospectionParityTests(ApiServer api, PostgresServer postgres) : IClassFixture<ApiServer>
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
        api.AdminKey,
        Path.Combine(Repository.Root, "schema.graphql"));

    [Theory]
    [InlineData(Role.Analyst)]
    [InlineData(Role.Team)]
    [InlineData(Role.Deidentified)]
    [InlineData(Role.Operator)]
    public async Task What_a_role_is_shown_is_a_schema_that_graphql_js_takes_and_the_one_it_gets_as_text(Role role)
    {
        await using var open = new ApiServer(postgres) { Settings = { ["HealthGraph:GraphQL:Introspection"] = "true" } };
        await open.InitializeAsync();
        var key = await open.CreateKeyAsync(role);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql") { Headers = { Authorization = new("Bearer", key) } };
        using var text = await open.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var file = Path.Combine(open.DataDirectory, "schema.graphql");
        await File.WriteAllBytesAsync(
            file, await text.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        await NodeOracle.HoldAsync(atLeast: 20, "introspect-app.mjs", new Uri(open.Address, "/graphql").ToString(), key, file);
    }
}
