using HealthGraph.Domain.Database;
using HealthGraph.Domain.Patients;
using HealthGraph.Domain.VisitPlans;
using HealthGraph.Fhir;
using HealthGraph.Testing.Postgres;
using Microsoft.EntityFrameworkCore;

namespace HealthGraph.Domain.Tests.Database;

public sealed class HealthGraphDbContextTests(PostgresServer server)
{
    [Fact]
    public async Task Every_property_is_a_column_of_the_same_type_and_nullability()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var context = new HealthGraphDbContext(HealthGraphDbContext.Options(database.DataSource));

        var expected = context.Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().Select(property =>
                $"{entity.GetSchema()}.{entity.GetTableName()}.{property.GetColumnName()} {property.GetColumnType()} null:{property.IsNullable}"))
            .Order(StringComparer.Ordinal)
            .ToList();
        var tables = context.Model.GetEntityTypes().Select(entity => $"{entity.GetSchema()}.{entity.GetTableName()}").ToArray();
        var actual = await database.RowsAsync(
            """
            SELECT format('%s.%s %s null:%s', attrelid::regclass, attname, format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'False' ELSE 'True' END)
            FROM pg_attribute
            WHERE attrelid = ANY($1::text[]::regclass[]) AND attnum > 0 AND NOT attisdropped
            """,
            [tables]);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual.Select(row => (string)row[0]!).Where(expected.Contains).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_key_and_unique_index_of_the_model_is_one_of_the_database()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var context = new HealthGraphDbContext(HealthGraphDbContext.Options(database.DataSource));

        var expected = context.Model.GetEntityTypes().SelectMany(entity =>
            entity.GetKeys().Select(key => key.Properties).Concat(entity.GetIndexes().Where(i => i.IsUnique).Select(i => i.Properties))
                .Select(properties => $"{entity.GetSchema()}.{entity.GetTableName()} {string.Join(',', properties.Select(p => p.GetColumnName()))}"));
        var actual = await database.RowsAsync(
            """
            SELECT format('%s %s', i.indrelid::regclass, string_agg(a.attname, ',' ORDER BY array_position(i.indkey::int2[], a.attnum)))
            FROM pg_index AS i
            JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
            WHERE i.indisunique
            GROUP BY i.indexrelid, i.indrelid
            """);

        Assert.Empty(expected.Except(actual.Select(row => (string)row[0]!)));
    }

    [Fact]
    public async Task A_patient_and_a_visit_plan_with_entries_come_back_as_they_were_saved()
    {
        await using var database = await server.CreateDatabaseAsync();
        Assert.True(FhirId.TryParse("pat-1", out var externalId));
        var patient = new Patient
        {
            Id = Guid.NewGuid(),
            ExternalId = externalId,
            FirstName = "Zoë",
            LastName = "O'Neil",
            State = "CA",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        var plan = new VisitPlan
        {
            Id = Guid.NewGuid(),
            CreatedAt = DateTimeOffset.UnixEpoch,
            CarePlanAggregateId = Guid.NewGuid(),
            PlanText = "walk",
            PrescribedById = Guid.NewGuid(),
            AppointmentId = Guid.NewGuid(),
            AppointmentDate = DateTimeOffset.UnixEpoch,
            Entries = { new VisitPlanEntry { Id = Guid.NewGuid(), Position = 1, VisitsPerWeek = 2, Weeks = 3 } },
        };

        await using (var write = new HealthGraphDbContext(HealthGraphDbContext.Options(database.DataSource)))
        {
            write.AddRange(patient, plan);
            await write.SaveChangesAsync(CancellationToken.None);
        }

        await using var read = new HealthGraphDbContext(HealthGraphDbContext.Options(database.DataSource));
        var savedPatient = await read.Set<Patient>().SingleAsync(CancellationToken.None);
        var savedPlan = await read.Set<VisitPlan>().Include(p => p.Entries).SingleAsync(CancellationToken.None);
        Assert.Equal((patient.Id, externalId, "Zoë", "CA", null), (savedPatient.Id, savedPatient.ExternalId, savedPatient.FirstName, savedPatient.State, savedPatient.BirthDate));
        Assert.Equal((plan.Id, 3), (savedPlan.Id, Assert.Single(savedPlan.Entries).Weeks));
    }
}
