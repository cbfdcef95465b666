using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>Which rows make a patient a team's.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000620_MembershipReasons")]
internal sealed class MembershipReasons : SqlScriptMigration;
