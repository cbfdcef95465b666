using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>Settings, and what goes into rows for the quality registry.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121001000_Mips")]
internal sealed class Mips : SqlScriptMigration;
