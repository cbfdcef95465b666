using HealthGraph.GraphQL.Data.Tables;
using HealthGraph.GraphQL.Errors;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.GraphQL.Data.Tests.Tables;

/// <summary>Queries as CSV and NDJSON, over the tables of <see cref="ClinicRelations"/>.</summary>
public sealed class TableTests(PostgresServer postgres)
{
    private static readonly CsvFormat Csv = new();

    [Fact]
    public Task All_rows_come_in_order_with_a_header_and_quotes_where_they_are_needed() => CsvIsAsync(
        "{ visits { nodes { number note minutes money: cost at urgent } } }",
        "number,note,minutes,money,at,urgent",
        "1,first 100%,30,10.50,2024-01-01T10:00:00Z,false",
        "2,Second_visit,45,0.000,2024-01-01T10:00:00.123456Z,true",
        "3,,,,,false",
        "4,\"line\nbreak \"\"quoted\"\" é😀\",30,-12345678901234567890.1234,2000-01-01T07:59:59.5Z,true",
        "5,no clinic,60,3,infinity,false");

    [Fact]
    public Task Linked_rows_are_columns_and_empty_where_there_is_none() => CsvIsAsync(
        "{ visits(order: {number: DESC}, first: 2) { nodes { number clinic { __typename name hall: state } clinicName } } }",
        "number,clinic.__typename,clinic.name,clinic.hall,clinicName",
        "5,,,,",
        "4,Clinic,South,TX,South");

    [Fact]
    public Task A_list_is_JSON_in_its_cell() => CsvIsAsync(
        "{ clinics { nodes { name visits(first: 1) { number note } } } }",
        "name,visits",
        "North,\"[{\"\"number\"\":1,\"\"note\"\":\"\"first 100%\"\"}]\"",
        "South,\"[{\"\"number\"\":3,\"\"note\"\":null}]\"",
        "Empty,[]");

    [Fact]
    public Task Edges_are_rows_too() => CsvIsAsync("{ visits(last: 2) { edges { node { number } } } }", "number", "4", "5");

    [Fact]
    public async Task A_cursor_goes_on_where_the_table_ended()
    {
        await using var database = await ClinicsAsync();
        var harness = ClinicRelations.Harness(database);

        var page = await harness.TableAsync("{ visits(first: 2, order: {minutes: ASC}) { edges { cursor node { number } } } }", Csv);
        var cursor = page.Split("\r\n")[2].Split(',')[0];
        var rest = await harness.TableAsync(
            "query ($after: String) { visits(after: $after, order: {minutes: ASC}) { nodes { number minutes } } }", Csv, new { after = cursor });

        Assert.StartsWith("cursor,number\r\n", page, StringComparison.Ordinal);
        Assert.Equal("number,minutes\r\n2,45\r\n5,60\r\n3,\r\n", rest);
    }

    [Fact]
    public async Task There_is_no_largest_page()
    {
        await using var database = await ClinicsAsync();
        await database.ExecuteAsync("INSERT INTO public.visit SELECT i, 1, 'n', i, 1, now(), true FROM generate_series(6, 3000) AS i");
        var harness = ClinicRelations.Harness(database);

        var all = await harness.TableAsync("{ visits(where: {number: {gt: 5}}) { nodes { number clinic { name } visits: clinicName } } }", Csv);
        var some = await harness.TableAsync("{ visits(first: 2500, where: {number: {gt: 5}}) { nodes { number } } }", Csv);
        var last = await harness.TableAsync("{ visits(last: 2500, order: [{minutes: ASC}]) { nodes { number } } }", new NdjsonFormat());

        Assert.Equal([.. Enumerable.Range(6, 2995).Select(i => $"{i},North,North")], Lines(all));
        Assert.Equal(2500, Lines(some).Length);
        Assert.Equal(2500, last.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public Task No_rows_are_a_header() => CsvIsAsync("{ visits(where: {number: {eq: 99}}) { totalCount nodes { number } } }", "number");

    [Fact]
    public Task What_tells_nothing_of_a_row_is_passed_over() => CsvIsAsync(
        "{ __typename visits(first: 1) { __typename totalCount pageInfo { endCursor } edges { __typename node { number } } } }", "number", "1");

    [Fact]
    public Task One_empty_column_is_still_a_line() => CsvIsAsync("{ visits(first: 3) { nodes { minutes } } }", "minutes", "30", "45", "\"\"");

    [Fact]
    public async Task Empty_text_is_told_from_no_text()
    {
        await using var database = await ClinicsAsync();
        await database.ExecuteAsync("UPDATE public.visit SET note = '' WHERE id = 1");

        var table = await ClinicRelations.Harness(database).TableAsync("{ visits(where: {number: {in: [1, 3]}}) { nodes { number note } } }", Csv);

        Assert.Equal("number,note\r\n1,\"\"\r\n3,\r\n", table);
    }

    [Fact]
    public Task Groups_are_rows() => CsvIsAsync(
        "{ visits(first: 1) { groups(by: [{field: CLINIC_STATE}], order: {count: DESC}) { key { clinicState minutes } n: count sum { cost } } } }",
        "key.clinicState,key.minutes,n,sum.cost",
        "CA,,2,10.500",
        "TX,,2,-12345678901234567890.1234",
        ",,1,3");

    [Fact]
    public async Task Groups_have_no_bound_and_small_ones_are_still_left_out()
    {
        await using var database = await ClinicsAsync();
        await database.ExecuteAsync("INSERT INTO public.visit SELECT i, 1, 'n', i / 2, 1, now(), true FROM generate_series(1000, 5001) AS i");
        var harness = ClinicRelations.Harness(database);
        const string Groups = "{ visits { groups(by: [{field: MINUTES}]) { key { minutes } count } } }";

        var all = Lines(await harness.TableAsync(Groups, Csv));
        harness.SmallestGroup = 2;
        var large = Lines(await harness.TableAsync(Groups, Csv));

        Assert.Equal(2001 + 4, all.Length);
        Assert.Equal(2001 + 1, large.Length);
    }

    [Fact]
    public async Task Lines_of_JSON_are_the_nodes_of_the_ordinary_response()
    {
        await using var database = await ClinicsAsync();
        await database.ExecuteAsync("UPDATE public.visit SET at = NULL WHERE id = 5");
        var harness = ClinicRelations.Harness(database);
        const string Query = "{ clinics { nodes { number visits { note cost at clinic { name } } opened none: state } } }";

        var lines = (await harness.TableAsync(Query, new NdjsonFormat())).Split('\n');
        var nodes = (await harness.DataAsync(Query)).GetProperty("clinics").GetProperty("nodes");

        Assert.Equal("", lines[^1]);
        Assert.Equal(nodes.EnumerateArray().Select(node => node.GetRawText()), lines[..^1]);
    }

    [Fact]
    public async Task Text_that_a_spreadsheet_would_calculate_is_kept_unless_asked_otherwise()
    {
        await using var database = await ClinicsAsync();
        await database.ExecuteAsync("UPDATE public.visit SET note = '=1+1', minutes = -5 WHERE id = 1");
        await database.ExecuteAsync("UPDATE public.visit SET note = E'@a,b', minutes = -5 WHERE id = 2");
        await database.ExecuteAsync("UPDATE public.visit SET note = '＝1' WHERE id = 3");
        var harness = ClinicRelations.Harness(database);
        const string Query = "{ visits(first: 3) { nodes { note minutes } } }";

        var raw = await harness.TableAsync(Query, Csv);
        var escaped = await harness.TableAsync(Query, new CsvFormat(HasByteOrderMark: true, EscapesFormulas: true));

        Assert.Equal("note,minutes\r\n=1+1,-5\r\n\"@a,b\",-5\r\n＝1,\r\n", raw);
        Assert.Equal("\uFEFFnote,minutes\r\n'=1+1,-5\r\n\"'@a,b\",-5\r\n'＝1,\r\n", escaped);
    }

    [Theory]
    [InlineData("{ visits { nodes { number } } clinics { nodes { number } } }", "select one field, not 2 (`visits`, `clinics`)")]
    [InlineData("{ __typename }", "select one field, not 0")]
    [InlineData("{ visit(id: 1) { number } }", "`visit` is none")]
    [InlineData("{ visits { totalCount } }", "select `nodes`, `edges` or `groups` of `visits`")]
    [InlineData("{ visits { nodes { number } groups { count } } }", "not 2 (`nodes`, `groups`)")]
    [InlineData("{ visits { edges { __typename } } }", "select `node` or `cursor`")]
    [InlineData("{ visits { edges { number: cursor node { number } } } }", "Two columns would be named `number`")]
    [InlineData("{ visits(first: -1) { nodes { number } } }", "`first` must be 0 or more")]
    [InlineData("{ visits(first: 1, last: 1) { nodes { number } } }", "cannot be given together")]
    [InlineData("{ visits(after: \"x\") { nodes { number } } }", "`after` is not a cursor")]
    public async Task What_is_no_table_is_said(string query, string message)
    {
        await using var database = await ClinicsAsync();

        var refused = await Assert.ThrowsAsync<GraphQLException>(() => ClinicRelations.Harness(database).TableAsync(query, Csv));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relation_that_the_caller_may_not_read_is_refused()
    {
        await using var database = await ClinicsAsync();
        var harness = ClinicRelations.Harness(database);
        harness.Refused.Add(ClinicRelations.Clinic);

        await Assert.ThrowsAsync<GraphQLException>(() => harness.TableAsync("{ visits { nodes { number clinic { name } } } }", Csv));
        await Assert.ThrowsAsync<GraphQLException>(() => harness.TableAsync("{ visits(order: {clinic: {name: ASC}}) { nodes { number } } }", Csv));

        Assert.Equal(0, harness.Statements);
    }

    private static string[] Lines(string csv) => csv.Split("\r\n")[1..^1];

    private async Task CsvIsAsync(string query, params string[] lines)
    {
        await using var database = await ClinicsAsync();

        var table = await ClinicRelations.Harness(database).TableAsync(query, Csv);

        Assert.Equal(string.Concat(lines.Select(line => line + "\r\n")), table);
    }

    private async Task<TestDatabase> ClinicsAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        return database;
    }
}
