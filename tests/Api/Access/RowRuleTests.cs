using System.Net;
using System.Text.Json;
using HealthGraph.Api.Composition;
using HealthGraph.Api.Relations;
using HealthGraph.Api.VisitPlans;
using HealthGraph.Domain.Access;
using HealthGraph.Domain.Seeding;
using HealthGraph.GraphQL.Data.Schema;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.Api.Tests.Access;

/// <summary>
/// The protection of rows as the database has it. A migration that adds a table with patients and forgets its policy fails here: see
/// docs/security.md on how a relation is opened to readers.
/// </summary>
public sealed class RowRuleTests(PostgresServer postgres)
{
    // Tables without a patient in them that readers see whole. Add one only if no row of it is about a patient.
    private static readonly HashSet<string> WithoutPatients =
    [
        "matrix.therapist", "matrix.destination", "jobs.run", "immunisation.team", "immunisation.location", "immunisation.team_location", "immunisation.session",
        "immunisation.immunisation_import", "immunisation.patient_team_rule", "mips.export", "mips.measure_code", "mips.registration", "settings.setting",
    ];

    // What admins alone read, whatever it says of patients.
    private static readonly HashSet<string> ForAdmins = ["access.audit_event"];

    // Views that read as their owner, so that they state the rule themselves.
    private static readonly HashSet<string> StateTheRule = ["access.visible_patient", "access.visible_care_plan"];

    [Fact]
    public async Task Every_table_that_a_reader_sees_has_a_policy_or_no_patient()
    {
        await using var database = await postgres.CreateDatabaseAsync();

        var open = await database.RowsAsync("""
            SELECT DISTINCT relation.oid::regclass::text
            FROM pg_class AS relation
            CROSS JOIN unnest($1) AS reader (name)
            WHERE relation.relkind IN ('r', 'p', 'm', 'f')
              AND relation.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
              AND (has_table_privilege(reader.name, relation.oid, 'SELECT') OR has_any_column_privilege(reader.name, relation.oid, 'SELECT'))
              AND NOT (relation.relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = relation.oid AND polname = 'own_patients'))
            """, (object)Readers);

        Assert.Equal(WithoutPatients.Concat(ForAdmins).Order(), open.Select(row => (string)row[0]!).Order());
        foreach (var reader in Readers.Where(reader => reader != DatabaseRole.Of[Role.Admin]))
        {
            Assert.Empty(await database.RowsAsync(
                "SELECT name FROM unnest($1) AS closed (name) WHERE has_any_column_privilege($2, name, 'SELECT, INSERT, UPDATE')", ForAdmins.ToArray(), reader));
        }
    }

    [Fact]
    public async Task Every_table_with_a_column_for_a_patient_has_row_level_security()
    {
        await using var database = await postgres.CreateDatabaseAsync();

        var bare = await database.RowsAsync("""
            SELECT relation.oid::regclass::text
            FROM pg_class AS relation
            JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid AND attribute.attname LIKE '%patient%id' AND NOT attribute.attisdropped
            WHERE relation.relkind IN ('r', 'p')
              AND relation.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
              AND NOT relation.relrowsecurity
            """);

        Assert.Empty(bare);
    }

    [Fact]
    public async Task Every_view_that_a_reader_sees_reads_as_the_reader_or_leaves_out_or_states_the_rule()
    {
        await using var database = await postgres.CreateDatabaseAsync();

        var asOwner = await database.RowsAsync("""
            SELECT DISTINCT relation.oid::regclass::text
            FROM pg_class AS relation
            CROSS JOIN unnest($1) AS reader (name)
            WHERE relation.relkind = 'v'
              AND relation.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'deidentified'::regnamespace, 'operations'::regnamespace)
              AND has_table_privilege(reader.name, relation.oid, 'SELECT')
              AND NOT coalesce(relation.reloptions @> '{security_invoker=true}', false)
            """, (object)Readers);

        Assert.Equal(StateTheRule.Order(), asOwner.Select(row => (string)row[0]!).Order());
    }

    [Fact]
    public async Task The_deidentified_see_nothing_but_masking_views()
    {
        await using var database = await postgres.CreateDatabaseAsync();

        var other = await database.RowsAsync("""
            SELECT relation.oid::regclass::text
            FROM pg_class AS relation
            WHERE relation.relkind IN ('r', 'p', 'm', 'v', 'f')
              AND relation.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'deidentified'::regnamespace)
              AND has_any_column_privilege('healthgraph_deidentified', relation.oid, 'SELECT')
            """);

        Assert.Empty(other);
    }

    [Fact]
    public async Task Operators_see_runs_without_ids_and_nothing_of_a_patient()
    {
        await using var database = await postgres.CreateDatabaseAsync();

        var seen = await database.RowsAsync("""
            SELECT relation.oid::regclass::text
            FROM pg_class AS relation
            WHERE relation.relkind IN ('r', 'p', 'm', 'v', 'f')
              AND relation.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
              AND has_any_column_privilege('healthgraph_operator', relation.oid, 'SELECT')
            """);

        Assert.Equal(
            ["operations.mips_completeness", "operations.mips_measure_code", "operations.mips_registration", "operations.run", "operations.setting"],
            seen.Select(row => (string)row[0]!).Order());
    }

    [Fact]
    public async Task Every_relation_of_the_schema_can_be_read_by_who_may_use_it()
    {
        await using var api = new ApiServer(postgres);
        await api.InitializeAsync();
        var schema = api.Services.GetRequiredService<SchemaProvider>().Current.Schema;
        foreach (var role in Enum.GetValues<Role>())
        {
            var key = await api.CreateKeyAsync(role);
            foreach (var field in schema.QueryType!.Fields.Values.Where(field => field.Features.Get<ConnectionFeature>() is not null))
            {
                var relation = field.Features.Get<ConnectionFeature>()!.Relation;
                var columns = string.Join(' ', relation.Columns.Select(column => column.FieldName));
                var response = await api.QueryAsync($"{{ {field.Name} {{ totalCount nodes {{ {columns} }} }} }}", key: key);

                var allowed = relation.Features.Get<HealthGraph.Api.Access.AccessRule>()!.Roles.Contains(role);
                Assert.True(
                    allowed ? !response.Json.TryGetProperty("errors", out _) : response.Code == "AUTH_NOT_AUTHORIZED",
                    $"{role} {field.Name}: {response.Text}");
            }
        }
    }

    [Fact]
    public async Task A_reading_connection_on_which_nothing_was_set_reads_nothing()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var reader = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = $"-c role={DatabaseRole.Resting}", Pooling = false }.ConnectionString);
        await reader.OpenAsync(TestContext.Current.CancellationToken);

        await using (var rest = new NpgsqlCommand("SELECT count(*) FROM api.patient", reader))
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => rest.ExecuteScalarAsync(TestContext.Current.CancellationToken));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        await database.ExecuteAsync("""
            INSERT INTO marketplace.patient (id, first_name, last_name) VALUES ('00000000-0000-0000-0000-000000000001', 'A', 'B');
            INSERT INTO immunisation.team (id, name) VALUES (1, 'One');
            INSERT INTO immunisation.patient_team VALUES ('00000000-0000-0000-0000-000000000001', 1, '{0}');
            """);
        Assert.Equal([0L, 1L, 0L, 0L], await CountsAsync(reader, null, "{1}", "{2}", ""));
    }

    [Fact]
    public async Task Without_its_policies_a_node_is_not_ready_and_reads_nothing()
    {
        await using var api = new ApiServer(postgres);
        await api.InitializeAsync();
        Assert.Equal(HttpStatusCode.OK, (await api.QueryAsync("{ patients { totalCount } }")).Status);

        await api.Database.ExecuteAsync("ALTER TABLE matrix.care_plan DISABLE ROW LEVEL SECURITY");

        var ready = await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/health/ready"), key: null);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Contains("Rows are not protected", ready.Text, StringComparison.Ordinal);
        Assert.Contains(api.Log.Lines, line => line.Contains("Row-level security is switched off on matrix.care_plan", StringComparison.Ordinal));
        var response = await api.QueryAsync("{ patients { totalCount } }");
        Assert.Equal("UNAVAILABLE", response.Code);

        await api.Database.ExecuteAsync("ALTER TABLE matrix.care_plan ENABLE ROW LEVEL SECURITY");
        Assert.Equal("""{"data":{"patients":{"totalCount":0}}}""", (await api.QueryAsync("{ patients { totalCount } }")).Text);
    }

    /// <summary>How rows are found is told to the policies; which rows are found must not hang on that.</summary>
    [Fact]
    public async Task Rows_are_the_same_whatever_a_statement_begins_with()
    {
        await using var database = await SeedTeamsAsync();
        var rules = await database.RowsAsync("""
            SELECT polrelid::regclass::text, substring(pg_get_expr(polqual, polrelid) FROM 'begins_with\(''([^'']*)''')
            FROM pg_policy
            WHERE polname = 'own_patients'
            """);
        var beginning = rules.Where(row => row[1] is not null).Select(row => (Table: (string)row[0]!, Name: (string)row[1]!)).ToList();
        Assert.All(
            ["marketplace.patient", "marketplace.visit_plan", "matrix.care_plan", "immunisation.patient_team"],
            name => Assert.Contains(name, beginning.Select(rule => rule.Name)));

        await using var reader = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var filled = 0;
        foreach (var (table, name) in beginning)
        {
            foreach (var teams in new[] { "", "{}", "{1}", "{2}", "{3}", "{2,3}", "{1,2,3}", "{99}" })
            {
                var expected = await SeenAsync(reader, teams, "", table);
                Assert.Equal(expected, await SeenAsync(reader, teams, name, table));
                filled += teams == "{1}" && !expected.StartsWith("0 ", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Assert.InRange(filled, 4, beginning.Count);
    }

    /// <summary>The ways of a page, by what they read and not by how long it takes: nothing is read whole, and few rows come to the policy.</summary>
    [Theory]
    [InlineData("{1}", false, "visit_plan_created_at_idx", 51)]
    [InlineData("{3}", false, "visit_plan_created_at_idx", 51 * 4)]
    [InlineData("{2}", true, "visit_plan_patient_idx", null)]
    public async Task A_page_of_a_team_is_found_by_an_index(string teams, bool few, string index, int? atMost)
    {
        await using var database = await SeedTeamsAsync();
        var caller = new Principal(Guid.Empty, "team", Role.Team, []) { SeesFewPatients = few };
        var condition = CallerViews.Of(caller)?.Condition(VisitPlanRelation.Relation, "t") ?? "TRUE";
        var ofFew = (long)(await database.RowsAsync(
            "SELECT count(*) FROM marketplace.visit_plan WHERE patient_id IN (SELECT patient_id FROM immunisation.patient_team WHERE team_id = 2)"))[0][0]!;
        await using var reader = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var text = await AskAsync(
            reader,
            teams,
            CallerViews.BeginsWith(caller, VisitPlanRelation.Relation) ?? "",
            $"EXPLAIN (ANALYZE, FORMAT JSON) SELECT t.visit_plan_id FROM api.visit_plan_row AS t WHERE {condition} ORDER BY t.created_at, t.visit_plan_id LIMIT 51");

        using var json = JsonDocument.Parse(text);
        var nodes = Nodes(json.RootElement[0].GetProperty("Plan")).ToList();
        Assert.DoesNotContain(nodes, node => node.GetProperty("Node Type").GetString() == "Seq Scan");
        var plans = Assert.Single(nodes, node => node.TryGetProperty("Relation Name", out var name) && name.GetString() == "visit_plan");
        // The look-up in front of each row is an index scan too, of another table.
        Assert.Contains(Nodes(plans), node => node.TryGetProperty("Index Name", out var name) && name.GetString() == index);
        var read = plans.GetProperty("Actual Rows").GetDouble()
            + (plans.TryGetProperty("Rows Removed by Filter", out var removed) ? removed.GetDouble() : 0);
        Assert.InRange(read, 1, atMost ?? ofFew);

        // What the index found of a list of patients is not looked up again.
        Assert.Equal(few, !plans.TryGetProperty("Filter", out _));
    }

    // Team 1 has all patients, 2 five of them, 3 every second.
    private async Task<TestDatabase> SeedTeamsAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        await new Seeder(database.DataSource).SeedAsync(new SeedOptions { Patients = 1_000 }, progress: null, TestContext.Current.CancellationToken);
        await database.ExecuteAsync("""
            INSERT INTO immunisation.team (id, name) VALUES (1, 'All'), (2, 'Few'), (3, 'Half') ON CONFLICT (id) DO NOTHING;
            DELETE FROM immunisation.patient_team;
            INSERT INTO immunisation.patient_team SELECT id, 1, '{0}' FROM marketplace.patient;
            INSERT INTO immunisation.patient_team SELECT id, 2, '{0}' FROM marketplace.patient ORDER BY id LIMIT 5;
            INSERT INTO immunisation.patient_team
            SELECT id, 3, '{0}' FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM marketplace.patient) AS patient WHERE number % 2 = 0;
            ANALYZE;
            """);
        return database;
    }

    private static Task<string> SeenAsync(NpgsqlConnection reader, string teams, string beginsWith, string table) => AskAsync(
        reader, teams, beginsWith, $"SELECT format('%s %s', count(*), md5(string_agg(seen::text, ',' ORDER BY seen::text))) FROM {table} AS seen");

    private static async Task<string> AskAsync(NpgsqlConnection reader, string teams, string beginsWith, string sql)
    {
        await using var batch = new NpgsqlBatch(reader)
        {
            BatchCommands =
            {
                new("SELECT set_config('role', 'healthgraph_team', true), set_config('healthgraph.teams', $1, true), set_config('healthgraph.begins_with', $2, true)")
                {
                    Parameters = { new() { Value = teams }, new() { Value = beginsWith } },
                },
#pragma warning disable CA2100 // It is this test's.
                new(sql),
#pragma warning restore CA2100
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await rows.NextResultAsync(TestContext.Current.CancellationToken);
        await rows.ReadAsync(TestContext.Current.CancellationToken);
        return rows.GetString(0);
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement plan) =>
        plan.TryGetProperty("Plans", out var inner) ? inner.EnumerateArray().SelectMany(Nodes).Prepend(plan) : [plan];

    private static string[] Readers => [.. DatabaseRole.Of.Values.Append(DatabaseRole.Resting).Distinct()];

    private static async Task<List<long>> CountsAsync(NpgsqlConnection reader, params string?[] teams)
    {
        var counts = new List<long>();
        foreach (var team in teams)
        {
            await using var batch = new NpgsqlBatch(reader);
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('role', 'healthgraph_team', true)"));
            if (team is not null)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('healthgraph.teams', $1, true)") { Parameters = { new() { Value = team } } });
            }

            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT count(*) FROM api.patient"));
            await using var rows = await batch.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            do
            {
                await rows.ReadAsync(TestContext.Current.CancellationToken);
            }
            while (rows.GetDataTypeName(0) != "bigint" && await rows.NextResultAsync(TestContext.Current.CancellationToken));
            counts.Add(rows.GetInt64(0));
        }

        return counts;
    }
}
