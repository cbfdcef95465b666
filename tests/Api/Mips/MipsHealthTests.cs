using System.Net;
using HealthGraph.Jobs.Scheduling;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Mips;

public sealed class MipsHealthTests(PostgresServer postgres)
{
    [Fact]
    public async Task An_export_that_is_overdue_is_told_and_the_node_goes_on_serving()
    {
        await using var api = new ApiServer(postgres) { Jobs = JobsRole.Execute };
        await api.InitializeAsync();
        var year = TimeProvider.System.GetUtcNow().AddDays(-2).Year;
        await api.Database.ExecuteAsync(
            "INSERT INTO settings.setting (key, value, setting_type, changed_at) VALUES ($1, 'true', 'boolean', now() - interval '2 days')",
            $"healthmonix_{year}_integration_enabled");

        var ready = await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/health/ready"), key: null);

        var check = ready.Json.GetProperty("checks").GetProperty("mips-export");
        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Equal("degraded", check.GetProperty("status").GetString());
        Assert.Equal($"{year} was not exported within 26 hours.", check.GetProperty("description").GetString());
    }
}
