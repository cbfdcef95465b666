using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>The tables of Quartz 4.7.3, in schema quartz.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000210_Quartz")]
internal sealed class Quartz : SqlScriptMigration;
