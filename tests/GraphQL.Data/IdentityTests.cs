using System.Globalization;
using HealthGraph.Testing.Postgres;
using Npgsql;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>As whom a statement reads: told in front of it, in its transaction, and gone with it.</summary>
public sealed class IdentityTests(PostgresServer postgres)
{
    private const string Visits = "{ visits(order: [{number: ASC}]) { totalCount nodes { number } } }";

    [Theory]
    [InlineData(Visits, """{"visits":{"totalCount":2,"nodes":[{"number":3},{"number":4}]}}""")]
    [InlineData("{ visit(id: 1) { number } }", """{"visit":null}""")]
    [InlineData("{ visit(id: 3) { number } }", """{"visit":{"number":3}}""")]
    [InlineData("{ clinics { nodes { number visits { number } } } }", """{"clinics":{"nodes":[{"number":1,"visits":[]},{"number":2,"visits":[{"number":3},{"number":4}]},{"number":3,"visits":[]}]}}""")]
    [InlineData(
        """{ node(id: "VmlzaXQ6MQ==") { id } nodes(ids: ["VmlzaXQ6MQ==", "VmlzaXQ6Mw==", "VmlzaXQ6OTk="]) { ... on Visit { number } } }""",
        """{"node":null,"nodes":[null,{"number":3},null]}""")]
    [InlineData(
        "{ clinics(order: {visitsCount: {direction: DESC}}) { nodes { number visitsCount } } }",
        """{"clinics":{"nodes":[{"number":2,"visitsCount":2},{"number":3,"visitsCount":0},{"number":1,"visitsCount":0}]}}""")]
    public Task Rows_are_those_of_who_was_named(string query, string expected) => WithRulesAsync(async harness =>
    {
        harness.Identity = () => Clinic(2);

        Assert.Equal(expected, (await harness.DataAsync(query)).GetRawText());
    });

    [Fact]
    public Task Nothing_is_left_on_the_connection_for_the_next_statement() => WithRulesAsync(async harness =>
    {
        for (var i = 0; i < 10; i++)
        {
            harness.Identity = () => Clinic(1 + (i % 2));
            Assert.Equal(2, (await harness.DataAsync(Visits)).GetProperty("visits").GetProperty("totalCount").GetInt32());
            harness.Identity = null;
            Assert.Equal(0, (await harness.DataAsync(Visits)).GetProperty("visits").GetProperty("totalCount").GetInt32());
        }
    });

    [Fact]
    public Task A_page_that_comes_in_payloads_is_read_as_who_was_named() => WithRulesAsync(async harness =>
    {
        harness.Identity = () => Clinic(2);

        var payloads = string.Concat(await harness.DeliverAsync("{ visits { nodes @stream(initialCount: 1) { number } } }"));

        Assert.Contains("\"number\":3", payloads, StringComparison.Ordinal);
        Assert.Contains("\"number\":4", payloads, StringComparison.Ordinal);
        Assert.DoesNotContain("\"number\":1", payloads, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("{ visits { totalCount nodes { number } } }", "Visit")]
    [InlineData("{ visits { groups { count } } }", "Visit")]
    [InlineData("{ clinics { nodes { visits { number } } } }", "Clinic")]
    [InlineData("{ visit(id: 3) { number } }", null)]
    [InlineData("""{ node(id: "VmlzaXQ6Mw==") { id } }""", null)]
    public Task What_a_statement_begins_with_is_told_and_nothing_where_keys_are_looked_up(string query, string? root) => WithRulesAsync(async harness =>
    {
        harness.Identity = () => Clinic(2);

        await harness.DataAsync(query);

        Assert.Equal([root], harness.Roots.Select(relation => relation?.TypeName));
    });

    [Fact]
    public async Task Another_view_of_the_relations_is_other_tables_and_other_statements()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        await database.ExecuteAsync("""
            CREATE SCHEMA masked;
            CREATE VIEW masked.visit AS SELECT id, clinic_id, NULL::text AS note, minutes, cost, at, urgent FROM public.visit;
            CREATE VIEW masked.clinic AS SELECT id, 'a clinic'::text AS name, state, opened FROM public.clinic;
            """);
        var harness = ClinicRelations.Harness(database);
        const string Query = """{ visits(where: {clinic: {name: {startsWith: "a"}}}, first: 1) { nodes { note clinic { name } } } visit(id: 1) { note clinicName } }""";
        const string Open = """{"visits":{"nodes":[]},"visit":{"note":"first 100%","clinicName":"North"}}""";

        Assert.Equal(Open, (await harness.DataAsync(Query)).GetRawText());
        harness.View = new RelationView { SchemaName = static _ => "masked" };
        Assert.Equal(
            """{"visits":{"nodes":[{"note":null,"clinic":{"name":"a clinic"}}]},"visit":{"note":null,"clinicName":"a clinic"}}""",
            (await harness.DataAsync(Query)).GetRawText());
        harness.View = null;
        Assert.Equal(Open, (await harness.DataAsync(Query)).GetRawText());
    }

    [Fact]
    public async Task A_condition_of_the_view_goes_for_pages_totals_and_groups()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        harness.View = new RelationView { Condition = static (relation, alias) => relation.TypeName == "Visit" ? $"{alias}.clinic_id = 2" : null };

        Assert.Equal(
            """{"visits":{"totalCount":2,"nodes":[{"number":3},{"number":4}],"groups":[{"count":2}]},"clinics":{"totalCount":3}}""",
            (await harness.DataAsync("{ visits { totalCount nodes { number } groups { count } } clinics { totalCount } }")).GetRawText());
        Assert.Equal(
            """{"visits":{"totalCount":1,"nodes":[{"number":4}]}}""",
            (await harness.DataAsync("{ visits(where: {or: [{number: {eq: 1}}, {number: {eq: 4}}]}) { totalCount nodes { number } } }")).GetRawText());
    }

    private static NpgsqlBatchCommand Clinic(int id) => new("SELECT set_config('test.clinic', $1, true)")
    {
        Parameters = { new NpgsqlParameter { Value = id.ToString(CultureInfo.InvariantCulture) } },
    };

    // A superuser, as whom tests run, is bound by no rule: the reader is another role, on one connection.
    private async Task WithRulesAsync(Func<RelationHarness, Task> test)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var role = $"reader_{database.Name}";
        await database.ExecuteAsync(ClinicRelations.Sql);
        await database.ExecuteAsync($"""
            ALTER TABLE public.visit ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON public.visit USING (clinic_id = NULLIF(current_setting('test.clinic', true), '')::int);
            CREATE ROLE {role};
            GRANT SELECT ON public.visit, public.clinic TO {role};
            """);
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Options = $"-c role={role}",
            MaxPoolSize = 1,
            NoResetOnClose = true,
            MaxAutoPrepare = 8,
            AutoPrepareMinUsages = 2,
        };
        await using (var reader = NpgsqlDataSource.Create(settings.ConnectionString))
        {
            await test(new RelationHarness(database, ("clinics", ClinicRelations.Clinic), ("visits", VisitRelation.Visit)) { Reader = reader });
        }

        await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role};");
    }
}
