using HealthGraph.Domain.Database;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Domain.Tests.Database;

public sealed class DatabaseMigratorTests(PostgresServer server)
{
    [Fact]
    public async Task Migrating_twice_applies_everything_once()
    {
        await using var database = await server.CreateEmptyDatabaseAsync();

        var first = await DatabaseMigrator.MigrateAsync(database.DataSource, CancellationToken.None);
        var second = await DatabaseMigrator.MigrateAsync(database.DataSource, CancellationToken.None);

        Assert.NotEmpty(first);
        Assert.Empty(second);
        Assert.Empty(await DatabaseMigrator.PendingAsync(database.DataSource, CancellationToken.None));
    }

    [Fact]
    public async Task Several_nodes_may_migrate_an_empty_database_at_once()
    {
        await using var database = await server.CreateEmptyDatabaseAsync();

        var nodes = Enumerable.Range(0, 3).Select(_ => DatabaseMigrator.MigrateAsync(database.DataSource, CancellationToken.None));
        var applied = await Task.WhenAll(nodes);

        Assert.Single(applied, a => a.Count > 0);
    }
}
