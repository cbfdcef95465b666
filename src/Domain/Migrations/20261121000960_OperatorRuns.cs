using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>What operators see of runs: no ids of patients.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000960_OperatorRuns")]
internal sealed class OperatorRuns : SqlScriptMigration;
