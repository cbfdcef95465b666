using HealthGraph.Domain.Database;
using HealthGraph.Domain.Database.Embedded;
using HealthGraph.Domain.Seeding;

namespace HealthGraph.Domain.Tests.Database.Embedded;

public sealed class NpmPostgresPackageTests
{
    [Fact]
    public async Task Without_a_system_PostgreSQL_the_npm_package_serves()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"healthgraph-npm-{Guid.NewGuid():N}");
        using var instance = InstanceLock.Acquire(folder);
        try
        {
            await using var postgres = await StartAsync(instance);
            await using var dataSource = DatabaseConnection.Create(postgres.ConnectionString);
            await DatabaseMigrator.MigrateAsync(dataSource, CancellationToken.None);
            await new Seeder(dataSource).SeedAsync(new SeedOptions { Patients = 20 }, progress: null, CancellationToken.None);

            await using var count = dataSource.CreateCommand("SELECT count(visits_remaining) > 0 FROM api.visit_plan");
            Assert.Equal(true, await count.ExecuteScalarAsync(CancellationToken.None));
        }
        finally
        {
            instance.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<EmbeddedPostgres> StartAsync(InstanceLock instance)
    {
        try
        {
            return await EmbeddedPostgres.StartAsync(
                instance, new EmbeddedPostgresOptions { UseSystemBinaries = false, Durable = false }, CancellationToken.None);
        }
        catch (EmbeddedPostgresException e) when (e.Message.Contains("was not found", StringComparison.Ordinal))
        {
            Assert.Skip($"The npm package cannot be had here: {e.Message}");
            throw;
        }
    }
}
