using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>Relations that are defined while the program runs.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000800_RelationDefinitions")]
internal sealed class RelationDefinitions : SqlScriptMigration;
