using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>Notes whose memberships may have changed, for the incremental updater.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000610_PatientTeamChanges")]
internal sealed class PatientTeamChanges : SqlScriptMigration;
