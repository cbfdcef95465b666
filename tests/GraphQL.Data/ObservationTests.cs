using HealthGraph.GraphQL.Data.Reading;
using HealthGraph.GraphQL.Data.Tables;
using HealthGraph.GraphQL.Errors;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.GraphQL.Data.Tests;

/// <summary>Who wants to know of a statement is told which relations it gives rows of, and how many were written.</summary>
public sealed class ObservationTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("{ visits { nodes { number } } }", "visits whole: Visit 5 rows")]
    [InlineData("{ visits(first: 2) { nodes { number } edges { node { number } cursor } again: nodes { note } pageInfo { endCursor } } }", "visits whole: Visit 2 rows")]
    [InlineData("{ visits { pageInfo { hasNextPage } } }", "visits whole: Visit 0 rows")]
    [InlineData("{ visits(first: 3) { pageInfo { endCursor } } }", "visits whole: Visit 3 rows")]
    [InlineData("{ visits { totalCount } }", "visits whole: Visit 0 rows counted")]
    [InlineData("{ visits { groups(by: [{ field: MINUTES }]) { count } totalCount } }", "visits whole: Visit 0 rows 4 groups counted")]
    [InlineData("{ visits { nodes { clinic { name } clinicName } } }", "visits whole: Visit 5 rows, Clinic 4 rows")]
    [InlineData("{ clinics { nodes { visits { number clinic { name } } visitsCount } } }", "clinics whole: Clinic 7 rows, Visit 4 rows counted")]
    [InlineData("{ clinic(id: 1) { visits { number } } none: clinic(id: 9) { name } }", "clinic whole: Clinic 0 rows", "clinic whole: Clinic 1 rows, Visit 2 rows")]
    [InlineData("""{ nodes(ids: ["VmlzaXQ6MQ==", "VmlzaXQ6OTk=", "Q2xpbmljOjE="]) { id } }""", "nodes whole: Clinic 1 rows", "nodes whole: Visit 1 rows")]
    public async Task What_is_written_is_counted(string query, params string[] expected)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (harness, observations) = await StartAsync(database);

        await harness.DataAsync(query);

        Assert.Equal(expected, observations.Select(observation => observation.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{ visits { nodes { number clinic { name state } } } }", "visits whole: Visit 5 rows, Clinic 4 rows")]
    [InlineData("{ clinics { edges { node { name visits { number } } } } }", "clinics whole: Clinic 3 rows, Visit 4 rows")]
    [InlineData("{ visits { groups(by: [{ field: MINUTES }]) { count } } }", "visits whole: Visit 0 rows 4 groups")]
    public async Task Rows_of_tables_are_counted(string query, string expected)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (harness, observations) = await StartAsync(database);

        await harness.TableAsync(query, new CsvFormat());
        await harness.TableAsync(query, new NdjsonFormat());

        Assert.Equal([expected, expected], observations.Select(observation => observation.ToString()));
    }

    [Fact]
    public async Task Rows_that_come_later_are_counted_until_nobody_wants_more()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (harness, observations) = await StartAsync(database);

        await harness.DeliverAsync("{ visits { nodes @stream(initialCount: 2) { number } } }");
        using (await harness.BeginAsync("{ visits { nodes @stream(initialCount: 2) { number } } }") as HealthGraph.GraphQL.Execution.Incremental.IncrementalResult)
        {
            // Never written: no statement is sent.
        }

        Assert.Equal(["visits whole: Visit 5 rows"], observations.Select(observation => observation.ToString()));
    }

    [Fact]
    public async Task A_statement_that_fails_is_not_whole()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (harness, observations) = await StartAsync(database);
        await database.ExecuteAsync("ALTER TABLE public.clinic ALTER name DROP NOT NULL; UPDATE public.clinic SET name = NULL WHERE id = 2;");

        Assert.Equal(ErrorCodes.NonNullViolation, (await harness.ErrorAsync("{ clinics { nodes { name } } }")).Code);

        Assert.Equal(["clinics broken: Clinic 1 rows"], observations.Select(observation => observation.ToString()));
    }

    [Fact]
    public async Task What_may_not_be_read_unseen_is_not_sent()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (harness, _) = await StartAsync(database);
        harness.Observer = static _ => throw new GraphQLException("Not now.", ErrorCodes.AuditUnavailable);

        Assert.Equal((ErrorCodes.AuditUnavailable, "Not now."), await harness.ErrorAsync("{ visits { nodes { number } } }"));
        Assert.Equal(0, harness.Statements);
    }

    private static async Task<(RelationHarness Harness, List<Observation> Observations)> StartAsync(TestDatabase database)
    {
        await database.ExecuteAsync(ClinicRelations.Sql);
        var observations = new List<Observation>();
        var harness = ClinicRelations.Harness(database);
        harness.Observer = given => new Observation(given, observations);
        return (harness, observations);
    }

    private sealed class Observation(GivenRows given, List<Observation> ended) : StatementObservation(given)
    {
        private string _end = "open";

        public override string ToString() => $"{Given.FieldName} {_end}: {string.Join(", ", Given.Relations.Select(Describe))}";

        protected override void End(bool isWhole)
        {
            Assert.Equal("open", _end);
            _end = isWhole ? "whole" : "broken";
            ended.Add(this);
        }

        private string Describe(GivenRelation relation) => string.Concat(
            $"{relation.Relation} {Rows(relation)} rows", Groups(relation) > 0 ? $" {Groups(relation)} groups" : "", relation.IsCounted ? " counted" : "");
    }
}
