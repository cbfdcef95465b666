using System.Globalization;
using System.Text.Json;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>Rows in groups, over the tables of <see cref="ClinicRelations"/>.</summary>
public sealed class GroupTests(PostgresServer postgres)
{
    [Fact]
    public Task Without_keys_all_rows_are_one_group() => GroupsAreAsync(
        "groups { count countDistinct { clinicId } sum { minutes cost } avg { minutes } min { note at } max { minutes } }",
        """
        [{"count":5,"countDistinct":{"clinicId":2},"sum":{"minutes":165,"cost":-12345678901234567876.6234},
          "avg":{"minutes":41.2500000000000000},"min":{"note":"Second_visit","at":"2000-01-01T07:59:59.5Z"},"max":{"minutes":60}}]
        """);

    [Fact]
    public async Task No_rows_are_one_group_of_none()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var data = await ClinicRelations.Harness(database).DataAsync(
            "{ visits(where: {number: {eq: 99}}) { groups { count sum { minutes } } byUrgent: groups(by: {field: URGENT}) { count } } }");
        Assert.Equal("""{"groups":[{"count":0,"sum":{"minutes":null}}],"byUrgent":[]}""", data.GetProperty("visits").GetRawText());
    }

    [Fact]
    public Task Missing_values_are_a_group_and_keys_order_the_groups() => GroupsAreAsync(
        "groups(by: [{field: CLINIC_ID}, {field: URGENT}]) { key { clinicId urgent minutes } count }",
        """
        [{"key":{"clinicId":1,"urgent":false,"minutes":null},"count":1},{"key":{"clinicId":1,"urgent":true,"minutes":null},"count":1},
         {"key":{"clinicId":2,"urgent":false,"minutes":null},"count":1},{"key":{"clinicId":2,"urgent":true,"minutes":null},"count":1},
         {"key":{"clinicId":null,"urgent":false,"minutes":null},"count":1}]
        """);

    [Fact]
    public Task Keys_and_aggregates_reach_flattened_and_linked_fields() => GroupsAreAsync(
        "groups(by: [{field: CLINIC_STATE}]) { key { clinicState } max { clinicName } countDistinct { clinicName } }",
        """
        [{"key":{"clinicState":"CA"},"max":{"clinicName":"North"},"countDistinct":{"clinicName":1}},
         {"key":{"clinicState":"TX"},"max":{"clinicName":"South"},"countDistinct":{"clinicName":1}},
         {"key":{"clinicState":null},"max":{"clinicName":null},"countDistinct":{"clinicName":0}}]
        """);

    [Fact]
    public Task Buckets_begin_in_the_time_zone() => GroupsOfAsync(
        "(where: {number: {neq: 5}})",
        """
        utc: groups(by: [{field: AT, bucket: YEAR}]) { key { at } count }
        west: groups(by: [{field: AT, bucket: YEAR, timeZone: "America/Los_Angeles"}], having: {count: {gt: 0}}) { key { at } count }
        """,
        """
        [{"key":{"at":"2000-01-01T00:00:00Z"},"count":1},{"key":{"at":"2024-01-01T00:00:00Z"},"count":2},{"key":{"at":null},"count":1}]
        """,
        """
        [{"key":{"at":"1999-01-01T08:00:00Z"},"count":1},{"key":{"at":"2024-01-01T08:00:00Z"},"count":2},{"key":{"at":null},"count":1}]
        """);

    [Fact]
    public async Task Dates_have_buckets_of_days()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var data = await ClinicRelations.Harness(database).DataAsync(
            """
            { clinics { day: groups(by: {field: OPENED}) { key { opened } } week: groups(by: {field: OPENED, bucket: WEEK}) { key { opened } }
              quarter: groups(by: {field: OPENED, bucket: QUARTER}) { key { opened } } } }
            """);
        Assert.Equal(["1999-12-31", "2020-01-31", null], Keys(data, "day"));
        Assert.Equal(["1999-12-27", "2020-01-27", null], Keys(data, "week"));
        Assert.Equal(["1999-10-01", "2020-01-01", null], Keys(data, "quarter"));

        static IEnumerable<string?> Keys(JsonElement data, string alias) => data.GetProperty("clinics").GetProperty(alias)
            .EnumerateArray().Select(group => group.GetProperty("key").GetProperty("opened").GetString());
    }

    [Fact]
    public Task Having_takes_every_filter_of_an_aggregate_even_one_that_is_not_selected() => GroupsAreAsync(
        """
        groups(by: {field: CLINIC_ID}, having: {or: [{sum: {minutes: {gt: 60, lt: 80}}}, {not: {count: {neq: 1}}}], max: {minutes: {in: [45, 60]}}}) { key { clinicId } }
        """,
        """[{"key":{"clinicId":1}},{"key":{"clinicId":null}}]""");

    [Fact]
    public Task Groups_are_ordered_by_aggregates_with_the_keys_last() => GroupsAreAsync(
        "groups(by: {field: CLINIC_ID}, order: [{count: DESC}, {sum: {minutes: ASC}}], first: 2) { key { clinicId } sum { minutes } }",
        """[{"key":{"clinicId":2},"sum":{"minutes":30}},{"key":{"clinicId":1},"sum":{"minutes":75}}]""");

    [Fact]
    public Task The_smallest_and_the_largest_are_told_apart_where_they_share_types() => GroupsAreAsync(
        """
        groups(by: {field: CLINIC_ID}, having: {min: {minutes: {lt: 40}}, max: {minutes: {gt: 25}}}, order: [{max: {minutes: ASC}}]) { key { clinicId } min { minutes } max { minutes } }
        """,
        """[{"key":{"clinicId":2},"min":{"minutes":30},"max":{"minutes":30}},{"key":{"clinicId":1},"min":{"minutes":30},"max":{"minutes":45}}]""");

    [Fact]
    public async Task The_page_its_total_and_several_groupings_are_one_statement()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        var data = await harness.DataAsync(
            """
            query ($last: Int) { visits(last: $last, where: {clinicId: {neq: null}}) {
              urgent: groups(by: {field: URGENT}) { key { urgent } count } totalCount nodes { number } states: groups(by: {field: CLINIC_STATE}) { key { clinicState } } } }
            """,
            new { last = 2 });
        Assert.Equal(1, harness.Statements);
        Assert.Equal(
            """
            {"urgent":[{"key":{"urgent":false},"count":2},{"key":{"urgent":true},"count":2}],"totalCount":4,"nodes":[{"number":3},{"number":4}],"states":[{"key":{"clinicState":"CA"}},{"key":{"clinicState":"TX"}}]}
            """,
            data.GetProperty("visits").GetRawText());
    }

    [Fact]
    public async Task Groups_of_few_rows_can_be_kept_back()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        harness.SmallestGroup = 3;
        var data = await harness.DataAsync("{ visits { groups(by: {field: URGENT}) { key { urgent } count } all: groups { count } } }");
        Assert.Equal("""{"groups":[{"key":{"urgent":false},"count":3}],"all":[{"count":5}]}""", data.GetProperty("visits").GetRawText());

        var few = await harness.DataAsync("{ visits(where: {urgent: {eq: true}}) { groups { count } } }");
        Assert.Equal("""{"groups":[]}""", few.GetProperty("visits").GetRawText());
    }

    [Fact]
    public async Task More_groups_than_a_field_gives_unasked_are_an_error()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(
            ClinicRelations.Sql + "INSERT INTO public.visit SELECT n, NULL, 'many', NULL, n, NULL, false FROM generate_series(1001, 2100) AS n;");
        var harness = ClinicRelations.Harness(database);
        var (code, message) = await harness.ErrorAsync("{ visits { groups(by: {field: COST}) { count } } }");
        Assert.Equal(("HC0051", "There are more than 1000 groups: say with `first` how many are wanted, or narrow `where` or `having`."), (code, message));

        var data = await harness.DataAsync("{ visits { groups(by: {field: COST}, first: 1050) { count } } }");
        Assert.Equal(1050, data.GetProperty("visits").GetProperty("groups").GetArrayLength());
    }

    [Theory]
    [InlineData("by: {field: NOTE, bucket: DAY}", "HC0026", "`note` is neither a date nor an instant: it cannot have a `bucket`.")]
    [InlineData("by: {field: AT, bucket: DAY, timeZone: \"Mars/Olympus\"}", "HC0026", "`timeZone` must be the IANA name of a time zone, such as `America/Los_Angeles` or `UTC`, not `Mars/Olympus`.")]
    [InlineData("by: {field: AT, bucket: DAY, timeZone: \"../../etc/passwd\"}", "HC0026", "`timeZone` must be the IANA name of a time zone, such as `America/Los_Angeles` or `UTC`, not `../../etc/passwd`.")]
    [InlineData("by: {field: AT, timeZone: \"UTC\"}", "HC0026", "`timeZone` is for instants in buckets: `at` has no `bucket`.")]
    [InlineData("by: [{field: AT}, {field: AT, bucket: DAY}]", "HC0026", "`by` has the field `at` twice.")]
    [InlineData("by: {field: AT}, order: {key: {note: ASC}}", "HC0026", "`order` names the key `note`, by which the rows are not grouped: add it to `by`.")]
    [InlineData("order: {sum: {note: ASC}}", "HC0026", "`order` names `note` in `sum`, which groups do not have.")]
    [InlineData("order: {max: {clinicState: ASC}}", "HC0026", "`order` names `clinicState` in `max`, which groups do not have.")]
    [InlineData("first: -1", "HC0079", "`first` must be 0 or more, not -1.")]
    [InlineData("first: 10001", "HC0051", "`first` must be 10000 at most, not 10001. Page on with a cursor.")]
    public async Task What_cannot_be_grouped_is_said(string arguments, string code, string message)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        Assert.Equal((code, message), await ClinicRelations.Harness(database).ErrorAsync($"{{ visits {{ groups({arguments}) {{ count }} }} }}"));
    }

    [Fact]
    public async Task Grouping_through_a_link_asks_for_the_linked_relation()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        harness.Refused.Add(ClinicRelations.Clinic);
        var (code, _) = await harness.ErrorAsync("{ visits { groups(by: {field: CLINIC_STATE}) { count } } }");
        Assert.Equal("AUTH_NOT_AUTHORIZED", code);
        (code, _) = await harness.ErrorAsync("{ visits { groups { max { clinicName } } } }");
        Assert.Equal("AUTH_NOT_AUTHORIZED", code);
    }

    /// <summary>Random rows, filters and keys against a plain evaluation of the same rows.</summary>
    [Fact]
    public async Task Groups_are_what_the_rows_say()
    {
        var random = new Random(20261121);
        var rows = Enumerable.Range(1, 400).Select(id => new RandomVisit(
            id,
            random.Next(4) == 0 ? null : random.Next(1, 4),
            random.Next(5) == 0 ? null : $"note {random.Next(3)}",
            random.Next(6) == 0 ? null : random.Next(-5, 50),
            random.Next(6) == 0 ? null : random.Next(-1_000_000, 1_000_000) / 1000m,
            random.Next(2) == 0)).ToList();
        var values = rows.Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"({row.Id}, {Sql(row.ClinicId)}, {(row.Note is null ? "NULL" : $"'{row.Note}'")}, {Sql(row.Minutes)}, {Sql(row.Cost)}, NULL, {row.Urgent})"));
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(
            $"{ClinicRelations.Sql} TRUNCATE public.visit; INSERT INTO public.visit VALUES {string.Join(',', values)};");
        var harness = ClinicRelations.Harness(database);
        var keys = new (string Field, string Name, Func<RandomVisit, object?> Of)[]
        {
            ("CLINIC_ID", "clinicId", row => row.ClinicId), ("NOTE", "note", row => row.Note), ("URGENT", "urgent", row => row.Urgent),
        };
        for (var round = 0; round < 40; round++)
        {
            var least = random.Next(-5, 40);
            var by = keys.Where(_ => random.Next(2) == 0).ToList();
            var data = await harness.DataAsync(
                $$$"""
                query ($least: Int) { visits(where: {minutes: {gte: $least}}) { groups(by: [{{{string.Join(", ", by.Select(key => $"{{field: {key.Field}}}"))}}}]) {
                  key { clinicId note urgent } count countDistinct { note minutes } sum { minutes cost } avg { cost } min { cost } max { minutes } } } }
                """,
                new { least });

            var expected = rows.Where(row => row.Minutes >= least)
                .GroupBy(row => string.Join('|', by.Select(key => key.Of(row) ?? "null")))
                .ToDictionary(group => group.Key, group => group.ToList());
            if (by.Count == 0 && expected.Count == 0)
            {
                expected.Add("", []);
            }

            var groups = data.GetProperty("visits").GetProperty("groups").EnumerateArray().ToList();
            Assert.Equal(expected.Count, groups.Count);
            foreach (var group in groups)
            {
                var key = string.Join('|', by.Select(key => Text(group.GetProperty("key").GetProperty(key.Name))));
                var members = expected[key];
                var costs = members.Select(row => row.Cost).OfType<decimal>().ToList();
                Assert.Equal(members.Count, group.GetProperty("count").GetInt32());
                Assert.Equal(members.Select(row => row.Note).OfType<string>().Distinct().Count(), group.GetProperty("countDistinct").GetProperty("note").GetInt32());
                Assert.Equal(members.Select(row => row.Minutes).Distinct().Count(), group.GetProperty("countDistinct").GetProperty("minutes").GetInt32());
                Assert.Equal(members.Count == 0 ? null : members.Sum(row => row.Minutes), Number(group.GetProperty("sum").GetProperty("minutes")));
                Assert.Equal(costs.Count == 0 ? null : costs.Sum(), Number(group.GetProperty("sum").GetProperty("cost")));
                Assert.Equal(costs.Count == 0 ? null : costs.Min(), Number(group.GetProperty("min").GetProperty("cost")));
                Assert.Equal(members.Max(row => row.Minutes), Number(group.GetProperty("max").GetProperty("minutes")));
                var mean = Number(group.GetProperty("avg").GetProperty("cost"));
                Assert.Equal(costs.Count == 0 ? (decimal?)null : Math.Round(costs.Average(), 10), mean is null ? null : Math.Round(mean.Value, 10));
            }
        }

        static string Sql<T>(T? value)
            where T : struct, IFormattable => value?.ToString(null, CultureInfo.InvariantCulture) ?? "NULL";

        static string Text(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Null => "null",
            JsonValueKind.True => "True",
            JsonValueKind.False => "False",
            _ => value.ToString(),
        };

        static decimal? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDecimal();
    }

    private Task GroupsAreAsync(string selection, params string[] expected) => GroupsOfAsync("", selection, expected);

    private async Task GroupsOfAsync(string arguments, string selection, params string[] expected)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var data = await ClinicRelations.Harness(database).DataAsync($"{{ visits{arguments} {{ {selection} }} }}");
        var actual = data.GetProperty("visits").EnumerateObject().Select(property => property.Value.GetRawText());
        Assert.Equal(expected.Select(text => JsonSerializer.Serialize(JsonDocument.Parse(text).RootElement)), actual);
    }

    private sealed record RandomVisit(int Id, int? ClinicId, string? Note, int? Minutes, decimal? Cost, bool Urgent);
}
