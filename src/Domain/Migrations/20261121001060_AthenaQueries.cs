using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>What runs ask Athena.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121001060_AthenaQueries")]
internal sealed class AthenaQueries : SqlScriptMigration;
