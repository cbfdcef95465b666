using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace HealthGraph.Domain.Database;

/// <summary>The tables that code loads and changes a few rows of by key; lists, exports and loads are SQL of their own.</summary>
public sealed class HealthGraphDbContext(DbContextOptions<HealthGraphDbContext> options) : DbContext(options)
{
    public static DbContextOptions<HealthGraphDbContext> Options(NpgsqlDataSource dataSource)
    {
        var builder = new DbContextOptionsBuilder<HealthGraphDbContext>();
        Configure(builder, dataSource);
        return builder.Options;
    }

    internal static void Configure(DbContextOptionsBuilder builder, NpgsqlDataSource dataSource) =>
        builder
            .UseNpgsql(
                dataSource,
                npgsql => npgsql.MigrationsHistoryTable(DatabaseMigrator.HistoryTable, DatabaseMigrator.HistorySchema))
            // Migrations are SQL scripts, so there is no model snapshot to compare with; a test holds the model against the database instead.
            .ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(HealthGraphDbContext).Assembly);
        modelBuilder.UseSnakeCaseNames();
    }
}
