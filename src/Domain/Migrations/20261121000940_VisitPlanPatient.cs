using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>A visit plan knows its patient, so that row rules need one look-up for it.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000940_VisitPlanPatient")]
internal sealed class VisitPlanPatient : SqlScriptMigration;
