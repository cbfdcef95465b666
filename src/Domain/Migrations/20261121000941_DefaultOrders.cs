using HealthGraph.Domain.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HealthGraph.Domain.Migrations;

/// <summary>Indexes for the orders that pages have when none is asked for.</summary>
[DbContext(typeof(HealthGraphDbContext))]
[Migration("20261121000941_DefaultOrders")]
internal sealed class DefaultOrders : SqlScriptMigration;
