using System.Globalization;
using HealthGraph.Api.Composition;
using HealthGraph.Api.Tests;
using HealthGraph.Domain.Seeding;
using HealthGraph.Fuzz.Tests.Targets;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.Fuzz.Tests;

/// <summary>
/// A slice of the fuzzing that a run of the tests can afford. HEALTHGRAPH_FUZZ_CASES asks for more of each target, HEALTHGRAPH_FUZZ_SEED for
/// others: docs/graphql.md, How it is held.
/// </summary>
public sealed class FuzzTests(PostgresServer postgres, ITestOutputHelper output)
{
    // As small as a thread may be made before the runtime's own check of the stack has nothing left: what fits here fits everywhere.
    private const int SmallStack = 256;
    private const int OrdinaryStack = 1536;

    private static readonly long Cases = Setting("HEALTHGRAPH_FUZZ_CASES", 0);
    private static readonly int Seed = (int)Setting("HEALTHGRAPH_FUZZ_SEED", 1);

    [Theory]
    [InlineData(OrdinaryStack, 30_000)]
    [InlineData(SmallStack, 15_000)]
    [Gate("fuzzed documents", "no crash, no hang")]
    public void Documents_are_answered_whatever_they_are(int stackKilobytes, int slice) =>
        Run(new DocumentTarget(Schema(), Seeds.Documents), slice, stackKilobytes);

    [Theory]
    [InlineData(OrdinaryStack, 5_000)]
    [InlineData(SmallStack, 2_000)]
    [Gate("fuzzed schemas", "no crash, no hang")]
    public void Schemas_are_built_or_refused_whatever_they_are(int stackKilobytes, int slice) =>
        Run(new SchemaTarget(Seeds.Schemas), slice, stackKilobytes);

    [Fact]
    [Gate("fuzzed requests", "no crash, no hang")]
    public async Task Requests_are_answered_whatever_they_are()
    {
        await using var server = await StartAsync();
        var schema = server.Services.GetRequiredService<SchemaProvider>().Current.Schema;

        Run(new EndpointTarget(server, schema, await CursorsAsync(server), Seeds.Documents), slice: 4_000, OrdinaryStack);
    }

    [Fact]
    [Gate("fuzzed sockets", "no crash, no hang")]
    public async Task Sockets_are_answered_whatever_they_say()
    {
        await using var server = await StartAsync();
        var schema = server.Services.GetRequiredService<SchemaProvider>().Current.Schema;

        Run(new SocketTarget(server, schema, Seeds.Documents), slice: 1_500, OrdinaryStack);
    }

    [Fact]
    public async Task What_was_found_once_stays_mended()
    {
        await using var server = await StartAsync();
        var schema = server.Services.GetRequiredService<SchemaProvider>().Current.Schema;
        IFuzzTarget[] targets =
        [
            new DocumentTarget(schema, Seeds.Documents), new SchemaTarget(Seeds.Schemas), new EndpointTarget(server, schema, [], Seeds.Documents),
            new SocketTarget(server, schema, Seeds.Documents),
        ];

        foreach (var target in targets)
        {
            var folder = Path.Combine(AppContext.BaseDirectory, "Regressions", target.Name);
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
            {
                var finding = Campaign.Check(target, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
                Assert.True(finding is null, $"{file}: {finding}");
            }
        }
    }

    private void Run(IFuzzTarget target, int slice, int stackKilobytes)
    {
        var campaign = new Campaign(target, Seed).Run(Cases > 0 ? Cases : slice, Cases > 0 ? TimeSpan.FromHours(12) : TimeSpan.FromSeconds(40), stackKilobytes);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {campaign.Cases:N0} cases, {campaign.Findings.Count} findings, {target.Seeds.Count} seeds, stack {stackKilobytes} KB"));
        GateAttribute.Record(campaign.Cases - campaign.Findings.Count, campaign.Cases);
        Assert.Empty(campaign.Findings);
    }

    private static GraphQL.TypeSystem.Schema Schema()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        HealthGraph.Api.Hosting.HealthGraphApp.AddServices(services, new Api.Hosting.AppOptions
        {
            Configuration = Api.Hosting.Settings.Load(new Dictionary<string, string?> { ["HealthGraph:Database:ConnectionString"] = "Host=nowhere.invalid" }),
            DataDirectory = Path.GetTempPath(),
        });
        return ActivatorUtilities.CreateInstance<SchemaFactory>(services.BuildServiceProvider()).Create();
    }

    private async Task<ApiServer> StartAsync()
    {
        var server = new ApiServer(postgres);
        server.Settings["Logging:LogLevel:Default"] = "Warning";
        await server.InitializeAsync();
        await new Seeder(server.Services.GetRequiredService<NpgsqlDataSource>()).SeedAsync(new SeedOptions { Patients = 30 }, null, CancellationToken.None);
        return server;
    }

    private static async Task<IReadOnlyList<string>> CursorsAsync(ApiServer server)
    {
        var cursors = new List<string>();
        foreach (var order in new[] { "", ", order: [{ publishedAt: ASC }]", ", order: [{ patient: { state: DESC } }, { createdAt: DESC }]", ", order: [{ visitsRemaining: DESC }]" })
        {
            var response = await server.QueryAsync($"{{ visitPlans(first: 3{order}) {{ edges {{ cursor }} }} }}");
            cursors.AddRange(response.Data.GetProperty("visitPlans").GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("cursor").GetString()!));
        }

        return cursors;
    }

    private static long Setting(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
