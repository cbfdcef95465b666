using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000300_Access")]
internal sealed class Access : SqlScriptMigration;
