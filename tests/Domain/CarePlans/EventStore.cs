using HealthGraph.Testing.Postgres;

namespace HealthGraph.Domain.Tests.CarePlans;

/// <summary>Writes events the way other systems do, in SQL.</summary>
internal static class EventStore
{
    public static Task WriteAsync(TestDatabase database, Guid aggregateId, int version, string eventType, string json) =>
        database.ExecuteAsync(
            """
            INSERT INTO eventstore.care_plan_event (aggregate_id, version, event_type, data, created_at)
            VALUES ($1, $2, $3, $4::text::jsonb, '2024-03-01T08:00:00Z')
            """,
            aggregateId,
            version,
            eventType,
            json);

    public static Task CreatedAsync(TestDatabase database, Guid aggregateId, int version = 1, Guid? carePlanId = null) =>
        WriteAsync(database, aggregateId, version, "CarePlanCreated", Created(carePlanId ?? Guid.NewGuid()));

    public static string Created(Guid carePlanId) =>
        $$"""
        {
          "care_plan_id": "{{carePlanId}}", "patient_id": "{{Guid.NewGuid()}}", "affected_body_part": "knee",
          "care_plan_number": 2, "surgery_date": "2024-02-01", "clinic_id": "CA-001"
        }
        """;

    public static Task AddedAsync(TestDatabase database, Guid aggregateId, int version, Guid appointmentId, string staffId = "T1") =>
        WriteAsync(
            database,
            aggregateId,
            version,
            "AppointmentAdded",
            $$"""
            {
              "appointment_id": "{{appointmentId}}", "scheduled_time": "2024-03-04T17:30:00-08:00", "duration_minutes": 45,
              "clinicient_staff_id": "{{staffId}}", "type": "initial", "status": "scheduled"
            }
            """);

    public static Task HeldAsync(TestDatabase database, Guid aggregateId, int version, Guid appointmentId) =>
        WriteAsync(database, aggregateId, version, "TherapistFinishedSession", $$"""{ "appointment_id": "{{appointmentId}}" }""");
}
