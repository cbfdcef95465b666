using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Database;

/// <summary>
/// A migration that is the SQL script of the same name: <c>Migrations/{id}.sql</c>, embedded in this assembly.
/// EF Core's own migrator applies it, each in one transaction, and records it. Forward only: there is no way down.
/// </summary>
internal abstract class SqlScriptMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(ReadScript());

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("Migrations are forward only. Restore a backup to go back.");

    private string ReadScript()
    {
        var id = GetType().GetCustomAttribute<MigrationAttribute>()?.Id
            ?? throw new InvalidOperationException($"{GetType().Name} has no [Migration] attribute.");
        var assembly = typeof(SqlScriptMigration).Assembly;
        using var stream = assembly.GetManifestResourceStream($"{id}.sql")
            ?? throw new InvalidOperationException($"The script Migrations/{id}.sql is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
