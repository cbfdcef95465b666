using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>Runs, their parts, and the view that GraphQL reads.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000200_Runs")]
internal sealed class Runs : SqlScriptMigration;
