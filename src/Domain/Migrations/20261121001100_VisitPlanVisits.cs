using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>What is counted of a visit plan, in a view of its own.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121001100_VisitPlanVisits")]
internal sealed class VisitPlanVisits : SqlScriptMigration;
