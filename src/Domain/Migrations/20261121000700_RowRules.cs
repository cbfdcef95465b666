using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>Who reads which rows: roles, policies on every table with a patient, and views without what identifies a person.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000700_RowRules")]
internal sealed class RowRules : SqlScriptMigration;
