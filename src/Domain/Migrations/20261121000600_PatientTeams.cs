using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>Teams, why a patient belongs to one, and the memberships that are kept from that.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000600_PatientTeams")]
internal sealed class PatientTeams : SqlScriptMigration;
