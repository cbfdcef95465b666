using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>Who read and changed what.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000900_Audit")]
internal sealed class Audit : SqlScriptMigration;
