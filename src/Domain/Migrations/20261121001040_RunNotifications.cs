using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>Runs that failed, until somebody was told.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121001040_RunNotifications")]
internal sealed class RunNotifications : SqlScriptMigration;
