using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>Row rules of teams with few patients are an index's condition, where a statement begins with their rows.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121001080_PatientsFirst")]
internal sealed class PatientsFirst : SqlScriptMigration;
