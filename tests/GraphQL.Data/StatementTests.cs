using HealthGraph.GraphQL.Data.Tables;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>The SQL that selections and arguments turn into: a change of the planner shows here as a change of text.</summary>
public sealed class StatementTests(PostgresServer postgres)
{
    [Fact]
    public Task Plain_columns_are_one_level() => SqlIsAsync(
        "{ visits(first: 3, where: {urgent: {eq: true}}) { nodes { note } } }",
        """
        SELECT t."note"
        FROM "public"."visit" AS t
        WHERE t."urgent" = $1
        ORDER BY t."id" ASC NULLS LAST
        LIMIT 4
        """);

    [Fact]
    public Task Keys_that_are_never_null_and_run_one_way_are_compared_as_a_row() => SqlIsAsync(
        "query ($cursor: String) { visits(first: 3, after: $cursor, order: [{urgent: DESC}]) { nodes { note } } }",
        """
        SELECT t."note"
        FROM "public"."visit" AS t
        WHERE (t."urgent", t."id") < ($1, $2)
        ORDER BY t."urgent" DESC NULLS FIRST, t."id" DESC NULLS FIRST
        LIMIT 4
        """,
        "order: [{urgent: DESC}]");

    [Fact]
    public Task Mixed_directions_have_a_bound_that_an_index_can_use() => SqlIsAsync(
        "query ($cursor: String) { visits(first: 3, after: $cursor, order: [{urgent: DESC}, {number: ASC}]) { nodes { note } } }",
        """
        SELECT t."note"
        FROM "public"."visit" AS t
        WHERE (t."urgent" <= $1 AND ((t."urgent" < $1) OR (t."urgent" = $1 AND t."id" > $2)))
        ORDER BY t."urgent" DESC NULLS FIRST, t."id" ASC NULLS LAST
        LIMIT 4
        """,
        "order: [{urgent: DESC}, {number: ASC}]");

    [Fact]
    public Task A_first_key_that_may_be_null_is_a_branch_for_each_case() => SqlIsAsync(
        "query ($cursor: String) { visits(first: 3, after: $cursor, order: [{minutes: ASC}]) { nodes { note } } }",
        """
        SELECT p."note"
        FROM (
          SELECT *
          FROM (
          (SELECT t."id", t."note", t."minutes" AS "~k0"
          FROM "public"."visit" AS t
          WHERE (t."minutes" > $1)
          ORDER BY t."minutes" ASC NULLS LAST, t."id" ASC NULLS LAST
          LIMIT 4)
          UNION ALL
          (SELECT t."id", t."note", t."minutes" AS "~k0"
          FROM "public"."visit" AS t
          WHERE (t."minutes" IS NULL)
          ORDER BY t."minutes" ASC NULLS LAST, t."id" ASC NULLS LAST
          LIMIT 4)
          UNION ALL
          (SELECT t."id", t."note", t."minutes" AS "~k0"
          FROM "public"."visit" AS t
          WHERE (t."minutes" = $1 AND t."id" > $2)
          ORDER BY t."minutes" ASC NULLS LAST, t."id" ASC NULLS LAST
          LIMIT 4)
          ) AS p
          ORDER BY p."~k0" ASC NULLS LAST, p."id" ASC NULLS LAST
          LIMIT 4
        ) AS p
        ORDER BY p."~k0" ASC NULLS LAST, p."id" ASC NULLS LAST
        """,
        "order: [{minutes: ASC}]");

    [Fact]
    public Task Links_and_lists_are_read_for_the_page_alone() => SqlIsAsync(
        "{ visits(last: 3, order: [{clinic: {name: ASC}}]) { totalCount nodes { note clinic { name visits(first: 2) { number } } } } }",
        """
        SELECT n."~total", count(*) OVER (), p."id", p."note", j2."id", j2."name", ARRAY(
          SELECT ROW(c3."id")
          FROM "public"."visit" AS c3
          WHERE c3."clinic_id" = j2."id"
          ORDER BY c3."id" ASC NULLS LAST
          LIMIT 2
        )
        FROM (
          SELECT count(*) AS "~total"
          FROM "public"."visit" AS t
        ) AS n
        LEFT JOIN (
          SELECT t."id", t."note", t."clinic_id", j1."name" AS "~k0"
          FROM "public"."visit" AS t
          LEFT JOIN "public"."clinic" AS j1 ON j1."id" = t."clinic_id"
          ORDER BY j1."name" DESC NULLS FIRST, t."id" DESC NULLS FIRST
          LIMIT 4
        ) AS p ON TRUE
        LEFT JOIN "public"."clinic" AS j2 ON j2."id" = p."clinic_id"
        ORDER BY p."~k0" ASC NULLS LAST, p."id" ASC NULLS LAST
        """);

    [Fact]
    public Task Groups_stand_beside_the_page_and_come_with_its_first_row() => SqlIsAsync(
        """
        { visits(where: {urgent: {eq: true}}) { nodes { note } groups(by: [{field: CLINIC_STATE}, {field: AT, bucket: MONTH}], having: {sum: {cost: {gt: 1}}}) { key { at } count max { clinicName } } } }
        """,
        """
        SELECT p."id", p."note", CASE row_number() OVER (ORDER BY p."id" ASC NULLS LAST) WHEN 1 THEN ARRAY(
          SELECT ROW(g."k5", g."a0", g."a30")
          FROM (
            SELECT j1."state" AS "k8", date_trunc('month', t."at", $2) AS "k5", count(*) AS "a0", max(j1."name") AS "a30", sum(t."cost") AS "a20"
            FROM "public"."visit" AS t
            LEFT JOIN "public"."clinic" AS j1 ON j1."id" = t."clinic_id"
            WHERE t."urgent" = $1
            GROUP BY 1, 2
          ) AS g
          WHERE g."a20" > $3
          ORDER BY g."k8" ASC NULLS LAST, g."k5" ASC NULLS LAST
          LIMIT 1001
        ) END
        FROM (SELECT) AS n
        LEFT JOIN (
          SELECT t."id", t."note"
          FROM "public"."visit" AS t
          WHERE t."urgent" = $1
          ORDER BY t."id" ASC NULLS LAST
          LIMIT 11
        ) AS p ON TRUE
        ORDER BY p."id" ASC NULLS LAST
        """);

    [Fact]
    public Task A_count_is_worked_out_for_the_page_and_one_that_orders_once_for_each_row() => SqlIsAsync(
        "{ clinics(first: 3, where: {state: {eq: \"CA\"}}, order: [{visitsCount: {direction: DESC, where: {urgent: {eq: true}}}}]) { nodes { a: visitsCount(where: {minutes: {gt: 7}}) b: visitsCount(where: {minutes: {gt: 7}}) } } }",
        """
        SELECT (
          SELECT count(*) AS "~count"
          FROM "public"."visit" AS c3
          WHERE c3."clinic_id" = p."id" AND c3."minutes" > $3
        )
        FROM (
          SELECT t."id", l2."~count" AS "~k0"
          FROM "public"."clinic" AS t
          LEFT JOIN LATERAL (
            SELECT count(*) AS "~count"
            FROM "public"."visit" AS c1
            WHERE c1."clinic_id" = t."id" AND c1."urgent" = $2
          ) AS l2 ON TRUE
          WHERE t."state" = $1
          ORDER BY l2."~count" DESC NULLS FIRST, t."id" DESC NULLS FIRST
          LIMIT 4
        ) AS p
        ORDER BY p."~k0" DESC NULLS FIRST, p."id" DESC NULLS FIRST
        """);

    [Fact]
    public async Task A_list_under_several_names_is_selected_once()
    {
        const string Lists = "a: visits(first: 1) { number } b: visits(first: 1) { number } c: visits(first: 2) { number } d: visits(first: 1) { minutes }";

        var sql = await SqlOfAsync($"{{ clinics {{ nodes {{ {Lists} }} edges {{ node {{ {Lists} }} }} }} }}");

        Assert.Equal(3, sql.Split("ARRAY(").Length - 1);
    }

    [Fact]
    public Task A_table_of_all_rows_is_one_level_and_ordered_once() => SqlIsAsync(
        "{ visits(where: {clinic: {state: {eq: \"CA\"}}}) { totalCount nodes { number clinic { name visits(first: 2) { number } } } } }",
        """
        SELECT t."id", j1."id", j1."name", ARRAY(
          SELECT ROW(c2."id")
          FROM "public"."visit" AS c2
          WHERE c2."clinic_id" = j1."id"
          ORDER BY c2."id" ASC NULLS LAST
          LIMIT 2
        )
        FROM "public"."visit" AS t
        LEFT JOIN "public"."clinic" AS j1 ON j1."id" = t."clinic_id"
        WHERE j1."state" = $1
        ORDER BY t."id" ASC NULLS LAST
        """,
        isTable: true);

    [Fact]
    public Task A_table_of_groups_has_them_as_rows() => SqlIsAsync(
        "{ visits(where: {urgent: {eq: true}}) { groups(by: [{field: CLINIC_ID}]) { count } } }",
        """
        SELECT g."a0"
        FROM (
          SELECT t."clinic_id" AS "k1", count(*) AS "a0"
          FROM "public"."visit" AS t
          WHERE t."urgent" = $1
          GROUP BY 1
        ) AS g
        ORDER BY g."k1" ASC NULLS LAST
        """,
        isTable: true);

    private async Task SqlIsAsync(string document, string sql, string? cursorOf = null, bool isTable = false) =>
        Assert.Equal(sql, await SqlOfAsync(document, cursorOf, isTable), ignoreLineEndingDifferences: true);

    private async Task<string> SqlOfAsync(string document, string? cursorOf = null, bool isTable = false)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(ClinicRelations.Sql);
        var harness = ClinicRelations.Harness(database);
        object? variables = null;
        if (cursorOf is not null)
        {
            var first = await harness.DataAsync($"{{ visits(first: 1, {cursorOf}) {{ pageInfo {{ endCursor }} }} }}");
            variables = new { cursor = first.GetProperty("visits").GetProperty("pageInfo").GetProperty("endCursor").GetString() };
        }

        return Assert.Single(await SentStatements.OfAsync(() => isTable
            ? harness.TableAsync(document, new CsvFormat(), variables)
            : harness.DataAsync(document, variables)));
    }
}
