using HealthGraph.Testing.Postgres;

namespace HealthGraph.GraphQL.Data.Tests;

public sealed class FilterTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("minutes: {eq: 30}", "1 4")]
    [InlineData("minutes: {eq: null}", "3")]
    [InlineData("minutes: {neq: null}", "1 2 4 5")]
    [InlineData("minutes: {neq: 30}", "2 3 5")]
    [InlineData("minutes: {in: [30, 60]}", "1 4 5")]
    [InlineData("minutes: {in: [30, null]}", "1 3 4")]
    [InlineData("minutes: {in: []}", "")]
    [InlineData("minutes: {nin: [30]}", "2 3 5")]
    [InlineData("minutes: {nin: [30, null]}", "2 5")]
    [InlineData("minutes: {nin: []}", "1 2 3 4 5")]
    [InlineData("minutes: {gt: 30}", "2 5")]
    [InlineData("minutes: {ngt: 30}", "1 4")]
    [InlineData("minutes: {gte: 45, lt: 60}", "2")]
    [InlineData("minutes: {nlt: 45}", "2 5")]
    [InlineData("minutes: {nlte: 45}", "5")]
    [InlineData("minutes: {ngte: 45}", "1 4")]
    [InlineData("urgent: {eq: true}", "2 4")]
    [InlineData("urgent: {neq: true}", "1 3 5")]
    [InlineData("cost: {eq: 10.5}", "1")]
    [InlineData("cost: {in: [3, -12345678901234567890.1234]}", "4 5")]
    [InlineData("cost: {lt: 0.001}", "2 4")]
    [InlineData("at: {gte: \"2024-01-01T02:00:00.1-08:00\"}", "2 5")]
    [InlineData("note: {contains: \"100%\"}", "1")]
    [InlineData("note: {contains: \"%\"}", "1")]
    [InlineData("note: {contains: \"_\"}", "2")]
    [InlineData("note: {contains: \"\\\\\"}", "")]
    [InlineData("note: {ncontains: \"c\"}", "1 3 4")]
    [InlineData("note: {startsWith: \"first\"}", "1")]
    [InlineData("note: {nstartsWith: \"first\"}", "2 3 4 5")]
    [InlineData("note: {endsWith: \"😀\"}", "4")]
    [InlineData("note: {nendsWith: \"😀\"}", "1 2 3 5")]
    [InlineData("note: {icontains: \"SECOND\"}", "2")]
    [InlineData("note: {ieq: \"second_VISIT\"}", "2")]
    [InlineData("note: {istartsWith: \"NO \"}", "5")]
    [InlineData("note: {iendsWith: \"CLINIC\"}", "5")]
    [InlineData("note: {or: [{eq: \"no clinic\"}, {startsWith: \"f\"}]}", "1 5")]
    [InlineData("clinic: {state: {eq: \"CA\"}}", "1 2")]
    [InlineData("clinic: {state: {in: [\"CA\", \"TX\"]}}", "1 2 3 4")]
    [InlineData("clinic: {name: {neq: \"North\"}}", "3 4 5")]
    [InlineData("clinic: null", "5")]
    [InlineData("clinicName: {eq: \"North\"}", "1 2")]
    [InlineData("clinicName: {neq: \"North\"}", "3 4 5")]
    [InlineData("clinicName: {eq: null}", "5")]
    [InlineData("sister: {name: {eq: \"South\"}}", "3 4")]
    [InlineData("sister: null", "5")]
    [InlineData("clinic: {visits: {some: {urgent: {eq: true}}}}", "1 2 3 4")]
    [InlineData("not: {minutes: {eq: 30}}", "2 3 5")]
    [InlineData("not: {clinic: {state: {eq: \"CA\"}}}", "3 4 5")]
    [InlineData("or: [{minutes: {eq: 60}}, {and: [{minutes: {eq: 30}}, {urgent: {eq: true}}]}]", "4 5")]
    [InlineData("or: [], and: []", "1 2 3 4 5")]
    public async Task A_visit_filter_finds(string where, string ids)
    {
        Assert.Equal(ids, await IdsAsync("visits", where));
    }

    [Theory]
    [InlineData("visits: {some: {minutes: {eq: 45}}}", "1")]
    [InlineData("visits: {none: {minutes: {eq: 45}}}", "2 3")]
    [InlineData("visits: {all: {minutes: {gte: 30}}}", "1 3")]
    [InlineData("visits: {any: true}", "1 2")]
    [InlineData("visits: {any: false}", "3")]
    [InlineData("visits: {some: {}}", "1 2")]
    [InlineData("state: {startsWith: \"C\"}", "1")]
    [InlineData("opened: {lt: \"2000-01-01\"}", "3")]
    public async Task A_clinic_filter_finds(string where, string ids)
    {
        Assert.Equal(ids, await IdsAsync("clinics", where));
    }

    [Fact]
    public async Task Values_are_parameters_whether_they_come_as_literals_or_variables()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);

        var data = await harness.DataAsync(
            "query ($where: VisitFilterInput, $note: String) { a: visits(where: $where) { totalCount } b: visits(where: {note: {eq: $note}}) { totalCount } }",
            new { where = new { or = new object[] { new { note = new { eq = "x'; DROP TABLE visit; --" } }, new { number = new { @in = new[] { 1, 2 } } } } }, note = "'; DELETE FROM visit" });

        Assert.Equal(2, data.GetProperty("a").GetProperty("totalCount").GetInt32());
        Assert.Equal(0, data.GetProperty("b").GetProperty("totalCount").GetInt32());
    }

    private async Task<string> IdsAsync(string field, string where)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var data = await ClinicRelations.Harness(database).DataAsync($"{{ {field}(where: {{{where}}}) {{ nodes {{ number }} totalCount }} }}");
        var ids = data.GetProperty(field).GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("number").GetInt32()).ToList();
        Assert.Equal(ids.Count, data.GetProperty(field).GetProperty("totalCount").GetInt32());
        return string.Join(' ', ids);
    }
}
