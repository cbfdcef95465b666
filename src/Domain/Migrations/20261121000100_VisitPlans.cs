using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>Patients, visit plans, the care plans' events and the read model that is kept from them.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000100_VisitPlans")]
internal sealed class VisitPlans : SqlScriptMigration;
