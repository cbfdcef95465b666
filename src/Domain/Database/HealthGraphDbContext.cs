using Microsoft.EntityFrameworkCore;

namespace HealthGraph.Domain.Database;

/// <summary>The tables that code loads and changes a few rows of by key; lists, exports and loads are SQL of their own.</summary>
public sealed class HealthGraphDbContext(DbContextOptions<HealthGraphDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(HealthGraphDbContext).Assembly);
}
