using System.Globalization;
using HealthGraph.Jobs.Mips;
using HealthGraph.Testing.Postgres;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthGraph.Jobs.Tests.Mips;

public sealed class MipsExportHealthCheckTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-02-10 12:00Z", "", HealthStatus.Healthy)]
    [InlineData("2026-02-11 13:59Z", "", HealthStatus.Healthy)]
    [InlineData("2026-02-11 14:01Z", "", HealthStatus.Degraded)]
    [InlineData("2026-02-20 12:00Z", "2026-02-19 11:00Z {\"year\":2025,\"upload\":true,\"dryRun\":false}", HealthStatus.Healthy)]
    [InlineData("2026-02-20 13:01Z", "2026-02-19 11:00Z {\"year\":2025,\"upload\":true,\"dryRun\":false}", HealthStatus.Degraded)]
    [InlineData("2026-02-20 12:00Z", "2026-02-19 11:00Z {\"year\":2025,\"states\":[\"CA\"],\"upload\":true}", HealthStatus.Degraded)]
    [InlineData("2026-02-20 12:00Z", "2026-02-19 11:00Z {\"year\":2025,\"upload\":false}", HealthStatus.Degraded)]
    [InlineData("2026-02-20 12:00Z", "2026-02-19 11:00Z {\"year\":2025,\"dryRun\":true}", HealthStatus.Degraded)]
    [InlineData("2026-03-31 12:00Z", "", HealthStatus.Degraded)]
    [InlineData("2026-04-01 12:00Z", "", HealthStatus.Healthy)]
    public async Task A_year_that_is_open_was_exported_within_26_hours_of_its_last_success_or_of_being_switched_on(string now, string run, HealthStatus expected)
    {
        await using var database = await EnabledAsync("2026-02-10 12:00Z");
        if (run.Length > 0)
        {
            await database.ExecuteAsync(
                """
                INSERT INTO jobs.run (id, kind, active_key, requested_by, state, finished_at, arguments)
                VALUES (gen_random_uuid(), 'mips-export', '2025', 'schedule', 'SUCCEEDED', $1::timestamptz, $2::jsonb)
                """,
                Instant(run[..17]),
                run[18..]);
        }

        var result = await CheckAsync(database, now);

        Assert.Equal(expected, result.Status);
        Assert.Equal(expected == HealthStatus.Healthy ? null : "2025 was not exported within 26 hours.", result.Description);
    }

    [Fact]
    public async Task A_run_that_failed_is_no_success_and_another_year_s_neither()
    {
        await using var database = await EnabledAsync("2026-02-10 12:00Z");
        await database.ExecuteAsync(
            """
            INSERT INTO jobs.run (id, kind, active_key, requested_by, state, finished_at)
            VALUES
                (gen_random_uuid(), 'mips-export', '2025', 'schedule', 'FAILED', '2026-02-20 11:00Z'),
                (gen_random_uuid(), 'mips-export', '2024', 'schedule', 'SUCCEEDED', '2026-02-20 11:00Z')
            """);

        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(database, "2026-02-20 12:00Z")).Status);
    }

    [Fact]
    public async Task A_setting_that_cannot_be_read_is_told_and_one_that_is_off_is_not()
    {
        await using var database = await EnabledAsync("2026-02-10 12:00Z");

        var off = await CheckAsync(database, "2026-02-20 12:00Z", options => options.Nightly = false);
        var patient = await CheckAsync(database, "2026-02-20 12:00Z", options => options.SuccessWithin = TimeSpan.FromDays(20));
        await database.ExecuteAsync("UPDATE settings.setting SET value = 'maybe'");
        var malformed = await CheckAsync(database, "2026-02-10 12:00Z");

        Assert.Equal(HealthStatus.Healthy, off.Status);
        Assert.Equal(HealthStatus.Healthy, patient.Status);
        Assert.Equal((HealthStatus.Degraded, "A setting of 2025 cannot be read, so the year is not exported."), (malformed.Status, malformed.Description));
    }

    private async Task<TestDatabase> EnabledAsync(string at)
    {
        var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync("DELETE FROM settings.setting");
        await database.ExecuteAsync(
            "INSERT INTO settings.setting (key, value, setting_type, changed_at) VALUES ('healthmonix_2025_integration_enabled', 'true', 'boolean', $1)", Instant(at));
        return database;
    }

    private static Task<HealthCheckResult> CheckAsync(TestDatabase database, string now, Action<MipsExportOptions>? change = null)
    {
        var options = new MipsExportOptions();
        change?.Invoke(options);
        return new MipsExportHealthCheck(database.DataSource, Options.Create(options), new FixedTime(Instant(now))).CheckHealthAsync(new HealthCheckContext(), Token);
    }

    private static DateTime Instant(string text) =>
        DateTime.ParseExact(text, "yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private sealed class FixedTime(DateTime now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(now, TimeSpan.Zero);
    }
}
