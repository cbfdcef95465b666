using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>The visit plan's own columns as GraphQL reads them, one table deep.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000400_VisitPlanRow")]
internal sealed class VisitPlanRow : SqlScriptMigration;
