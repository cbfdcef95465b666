using System.Text.Json;
using System.Text.RegularExpressions;
using HealthGraph.Api.VisitPlans;
using HealthGraph.Domain.Seeding;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.VisitPlans;

/// <summary>What GraphQL joins field by field is the flattened row that exports read.</summary>
public sealed partial class FlattenedRowTests(PostgresServer postgres)
{
    [Fact]
    public async Task Every_field_of_a_visit_plan_is_what_the_flattened_view_has()
    {
        await using var api = new ApiServer(postgres);
        await api.InitializeAsync();
        await new Seeder(api.Database.DataSource).SeedAsync(
            new SeedOptions { Patients = 60 }, progress: null, TestContext.Current.CancellationToken);
        // A plan whose care plan nobody knows has its own fields and nothing else.
        await api.Database.ExecuteAsync("""
            UPDATE marketplace.visit_plan
            SET care_plan_aggregate_id = gen_random_uuid(), appointment_id = gen_random_uuid()
            WHERE id = (SELECT id FROM marketplace.visit_plan ORDER BY created_at LIMIT 1)
            """);
        var fields = VisitPlanRelation.Relation.Columns.Select(column => column.FieldName).ToList();

        var answer = await api.QueryAsync($"{{ visitPlans(first: 1000, order: [{{visitPlanId: ASC}}]) {{ nodes {{ {string.Join(' ', fields)} }} }} }}");
        var expected = await api.Database.RowsAsync("SELECT to_jsonb(plan)::text FROM api.visit_plan AS plan ORDER BY visit_plan_id");

        var nodes = answer.Data.GetProperty("visitPlans").GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal(expected.Count, nodes.Count);
        for (var i = 0; i < nodes.Count; i++)
        {
            var row = JsonDocument.Parse((string)expected[i][0]!).RootElement;
            Assert.Equal(
                fields.Select(field => (field, Text(row.GetProperty(ViewColumn(field))).Replace("+00:00", "Z", StringComparison.Ordinal))),
                fields.Select(field => (field, Text(nodes[i].GetProperty(field)))));
        }
    }

    private static string ViewColumn(string field) => field switch
    {
        "carePlanStartedOn" => "started_on",
        "carePlanEndedOn" => "ended_on",
        _ => Capital().Replace(field, match => $"_{match.Value.ToLowerInvariant()}"),
    };

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    [GeneratedRegex("[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Capital();
}
