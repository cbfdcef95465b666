using HealthGraph.Domain.Access;
using HealthGraph.Domain.Audit;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HealthGraph.Api.Tests.Access.Audit;

/// <summary>The table: who may do what to it, and its months.</summary>
public sealed class AuditTableTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Now = new(2031, 5, 17, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("UPDATE access.audit_event SET patient_rows = 0")]
    [InlineData("DELETE FROM access.audit_event")]
    [InlineData("TRUNCATE access.audit_event")]
    [InlineData("TRUNCATE access.audit_event_2031_05")]
    [InlineData("DELETE FROM access.audit_event_2031_05")]
    public async Task Nobody_changes_what_was_written(string change)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await AuditPartitions.MaintainAsync(database.DataSource, Now, 0, TestContext.Current.CancellationToken);
        await AuditTable.InsertAsync(database.DataSource, [EventAt(Now)], TestContext.Current.CancellationToken);

        // As the owner, who is a superuser here.
        var refused = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(change));

        Assert.Equal("The audit is only added to.", refused.MessageText);
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM access.audit_event"));
    }

    [Theory]
    [InlineData(AuditTable.Role, "SELECT FROM access.audit_event")]
    [InlineData(AuditTable.Role, "UPDATE access.audit_event SET patient_rows = 0")]
    [InlineData(AuditTable.Role, "DELETE FROM access.audit_event")]
    [InlineData(AuditTable.Role, "TRUNCATE access.audit_event")]
    [InlineData(AuditTable.Role, "SELECT FROM marketplace.patient")]
    [InlineData("healthgraph_admin", "INSERT INTO access.audit_event SELECT * FROM access.audit_event")]
    [InlineData("healthgraph_admin", "DELETE FROM access.audit_event")]
    [InlineData("healthgraph_analyst", "SELECT FROM access.audit_event")]
    [InlineData("healthgraph_analyst", "SELECT FROM api.audit_event")]
    [InlineData("healthgraph_team", "SELECT FROM api.audit_event")]
    [InlineData("healthgraph_deidentified", "SELECT FROM api.audit_event")]
    [InlineData("healthgraph_operator", "SELECT FROM api.audit_event")]
    [InlineData(DatabaseRole.Resting, "SELECT FROM api.audit_event")]
    public async Task A_role_may_do_its_part_and_no_more(string role, string statement)
    {
        await using var database = await postgres.CreateDatabaseAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync($"SET LOCAL ROLE {role}; {statement}"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.StartsWith("permission denied", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_auditor_adds_and_what_was_added_before_is_added_once()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var auditor = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = $"-c role={AuditTable.Role}", MaxPoolSize = 1 }.ConnectionString);
        AuditEvent[] events = [EventAt(Now), EventAt(Now) with { PrincipalName = "a\0b", OperationName = new string('x', 5_000), RunId = Guid.NewGuid() }];

        await AuditTable.InsertAsync(auditor, events, TestContext.Current.CancellationToken);
        await AuditTable.InsertAsync(auditor, [.. events, EventAt(Now)], TestContext.Current.CancellationToken);

        Assert.Equal(3L, await database.ScalarAsync<long>("SELECT count(*) FROM access.audit_event"));
        Assert.Equal("a\uFFFDb 256", await database.ScalarAsync<string>(
            "SELECT principal_name || ' ' || length(operation_name) FROM access.audit_event WHERE run_id IS NOT NULL"));
    }

    [Fact]
    public async Task Months_are_made_ahead_and_what_came_without_one_is_put_where_it_belongs()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await AuditTable.InsertAsync(database.DataSource, [EventAt(Now), EventAt(Now.AddMonths(-20))], TestContext.Current.CancellationToken);
        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT count(*) FROM access.audit_event_remainder"));

        var months = await AuditPartitions.MaintainAsync(database.DataSource, Now, 0, TestContext.Current.CancellationToken);

        Assert.Equal(new AuditMonths(5, 0), months);
        Assert.Equal(
            ["access.audit_event_2029_09", "access.audit_event_2031_05"],
            (await database.RowsAsync("SELECT DISTINCT tableoid::regclass::text FROM access.audit_event ORDER BY 1")).Select(row => (string)row[0]!));
        Assert.Equal(["2029_09", "2031_05", "2031_06", "2031_07", "2031_08"], (await MonthsAsync(database)).Where(month => string.CompareOrdinal(month, "2029") > 0));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM access.audit_event_remainder"));
        Assert.Equal(new AuditMonths(0, 0), await AuditPartitions.MaintainAsync(database.DataSource, Now, 0, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync("TRUNCATE access.audit_event_remainder"));
    }

    [Fact]
    public async Task A_month_is_dropped_when_all_of_it_is_past_its_time()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        DateTimeOffset[] instants = [new(2031, 2, 28, 23, 59, 59, TimeSpan.Zero), new(2031, 3, 1, 0, 0, 0, TimeSpan.Zero), Now];
        await AuditTable.InsertAsync(database.DataSource, [.. instants.Select(EventAt)], TestContext.Current.CancellationToken);
        await AuditPartitions.MaintainAsync(database.DataSource, Now, 0, TestContext.Current.CancellationToken);

        await AuditPartitions.MaintainAsync(database.DataSource, Now, 2, TestContext.Current.CancellationToken);

        Assert.Equal(["2031_03", "2031_05", "2031_06", "2031_07", "2031_08"], await MonthsAsync(database));
        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT count(*) FROM access.audit_event"));
    }

    [Fact]
    public async Task One_node_at_a_time_looks_after_the_months()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var other = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var held = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock(418581342580)", other, held);
        await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Null(await AuditPartitions.MaintainAsync(database.DataSource, Now, 0, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_server_looks_after_the_months()
    {
        var time = new ManualTime();
        await using var database = await postgres.CreateDatabaseAsync();
        await AuditTable.InsertAsync(database.DataSource, [EventAt(time.GetUtcNow().AddMonths(-30))], TestContext.Current.CancellationToken);
        await using var api = new ApiServer(postgres)
        {
            Settings = { ["HealthGraph:Database:ConnectionString"] = database.ConnectionString, ["HealthGraph:Audit:RetentionMonths"] = "24" },
            FurtherServices = services => services.AddSingleton<TimeProvider>(time),
        };
        time.Advance(TimeSpan.FromDays(365));

        await api.InitializeAsync();

        await Eventually.HoldsAsync(
            async () => (await MonthsAsync(database)).LastOrDefault() == "2028_02" && await database.ScalarAsync<long>("SELECT count(*) FROM access.audit_event") == 0,
            "The months were not looked after.");
    }

    [Fact]
    public async Task Only_admins_read_the_audit()
    {
        const string Query = "query Audit { auditEvents { totalCount nodes { at kind outcome principalName relation patientRows operationName } groups(by: [{ field: RELATION }]) { key { relation } count } } }";
        await using var api = await AuditServer.StartAsync(postgres);
        await api.QueryAsync("query First { patients { nodes { lastName } } }");
        await AuditServer.HoldsAsync(api, "operation_name = 'First'");
        await api.QueryAsync("query Second { patients { totalCount } }");
        await AuditServer.HoldsAsync(api, "operation_name = 'Second'");

        var events = (await api.QueryAsync(Query, key: api.AdminKey)).Data.GetProperty("auditEvents");

        Assert.Equal(2, events.GetProperty("totalCount").GetInt32());
        Assert.Equal("Second", events.GetProperty("nodes")[0].GetProperty("operationName").GetString());
        Assert.Equal("READ", events.GetProperty("nodes")[1].GetProperty("kind").GetString());
        Assert.Equal(2, events.GetProperty("nodes")[1].GetProperty("patientRows").GetInt32());
        Assert.Equal("""[{"key":{"relation":"Patient"},"count":2}]""", events.GetProperty("groups").GetRawText());
        foreach (var role in Enum.GetValues<Role>().Where(role => role is not Role.Admin))
        {
            Assert.Equal("AUTH_NOT_AUTHORIZED", (await api.QueryAsync(Query, key: await api.CreateKeyAsync(role))).Code);
        }
    }

    private static AuditEvent EventAt(DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        At = at,
        Kind = AuditKind.Read,
        Outcome = AuditOutcome.Complete,
        PrincipalId = Guid.Empty,
        PrincipalName = "test",
        PrincipalRole = "analyst",
        DocumentHash = "",
        Format = "json",
        TraceId = "",
    };

    private static async Task<List<string>> MonthsAsync(TestDatabase database) =>
    [
        .. (await database.RowsAsync("""
            SELECT right(inhrelid::regclass::text, 7)
            FROM pg_inherits
            WHERE inhparent = 'access.audit_event'::regclass AND inhrelid::regclass::text ~ '[0-9]{4}_[0-9]{2}$'
            ORDER BY 1
            """)).Select(row => (string)row[0]!),
    ];
}
