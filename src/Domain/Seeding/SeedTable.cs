using HealthGraph.Domain.CarePlans;
using HealthGraph.Domain.CarePlans.Events;
using HealthGraph.Domain.Database;

namespace HealthGraph.Domain.Seeding;

/// <summary>
/// A table that the seed fills: how one patient's rows of it are written. Patients are made anew for each table, which costs less than
/// keeping them. A feature that has sample data adds its tables to <see cref="All"/>.
/// </summary>
internal sealed record SeedTable(string Name, string Columns, Action<BinaryCopyRows, SeedGenerator, int> Write)
{
    // Real transactions begin with 3: a snapshot that sees all before 3 sees the seeded events and none that anybody else writes.
    public const long EventTransaction = 1;
    public const string Checkpoint = "3:3:";

    /// <summary>In the order of their foreign keys.</summary>
    public static IReadOnlyList<SeedTable> All { get; } =
    [
        new("marketplace.patient", "id, external_id, first_name, last_name, birth_date, gender, state, created_at", Of(WritePatient)),
        new("eventstore.care_plan_event", "aggregate_id, version, event_type, data, created_at, position, transaction_id", Of(WriteEvents)),
        new("matrix.care_plan", CarePlanRows.CarePlanColumns, Of(WriteCarePlans)),
        new("matrix.appointment", CarePlanRows.AppointmentColumns + ", therapist_id, destination_id", Of(WriteAppointments)),
        new(
            "marketplace.visit_plan",
            "id, created_at, published_at, continuation, care_plan_aggregate_id, anticipated_discharge_date, plan_text, "
            + "prescribed_by_id, appointment_id, appointment_date, patient_id",
            Of(WriteVisitPlans)),
        new("marketplace.visit_plan_entry", "id, visit_plan_id, position, visits_per_week, weeks, instructions", Of(WriteEntries)),
        .. SeedMipsTables.ByPatient,
        .. SeedTeamTables.ByPatient,
    ];

    private static Action<BinaryCopyRows, SeedGenerator, int> Of(Action<BinaryCopyRows, SeedPatient, SeedClinics> write) =>
        (rows, generator, number) => write(rows, generator.Patient(number), generator.Clinics);

    private static void WritePatient(BinaryCopyRows rows, SeedPatient patient, SeedClinics clinics) =>
        rows.Row(8)
            .Add(patient.Id)
            .Add(patient.ExternalId)
            .Add(patient.FirstName)
            .Add(patient.LastName)
            .Add(patient.BirthDate)
            .Add(patient.Gender)
            .Add(patient.State)
            .Add(patient.CreatedAt);

    private static void WriteEvents(BinaryCopyRows rows, SeedPatient patient, SeedClinics clinics)
    {
        foreach (var plan in patient.CarePlans)
        {
            for (var i = 0; i < plan.Events.Count; i++)
            {
                var e = plan.Events[i];
                rows.Row(7)
                    .Add(plan.AggregateId)
                    .Add((int?)(i + 1))
                    .Add(CarePlanEventFormat.TypeOf(e.Event))
                    .AddJson(CarePlanEventFormat.Write(e.Event))
                    .Add(e.CreatedAt)
                    .Add(plan.FirstPosition + i)
                    .Add(EventTransaction);
            }
        }
    }

    private static void WriteCarePlans(BinaryCopyRows rows, SeedPatient patient, SeedClinics clinics)
    {
        foreach (var plan in patient.CarePlans)
        {
            rows.Row(CarePlanRows.CarePlanColumnCount).AddCarePlan(Replay(plan));
        }
    }

    private static void WriteAppointments(BinaryCopyRows rows, SeedPatient patient, SeedClinics clinics)
    {
        foreach (var plan in patient.CarePlans.Select(Replay))
        {
            foreach (var appointment in plan.Appointments)
            {
                rows.Row(CarePlanRows.AppointmentColumnCount + 2)
                    .AddAppointment(plan, appointment)
                    .Add(clinics.TherapistId(appointment.ClinicientStaffId))
                    .Add(clinics.DestinationId(appointment.ClinicId));
            }
        }
    }

    private static void WriteVisitPlans(BinaryCopyRows rows, SeedPatient patient, SeedClinics clinics)
    {
        foreach (var carePlan in patient.CarePlans)
        {
            foreach (var plan in carePlan.VisitPlans)
            {
                rows.Row(11)
                    .Add(plan.Id)
                    .Add(plan.CreatedAt)
                    .Add(plan.PublishedAt)
                    .Add(plan.Continuation)
                    .Add(carePlan.AggregateId)
                    .Add(plan.AnticipatedDischargeDate)
                    .Add(plan.PlanText)
                    .Add(plan.PrescribedById)
                    .Add(plan.AppointmentId)
                    .Add(plan.AppointmentDate)
                    .Add(patient.Id);
            }
        }
    }

    private static void WriteEntries(BinaryCopyRows rows, SeedPatient patient, SeedClinics clinics)
    {
        foreach (var plan in patient.CarePlans.SelectMany(carePlan => carePlan.VisitPlans))
        {
            for (var i = 0; i < plan.Entries.Count; i++)
            {
                var entry = plan.Entries[i];
                rows.Row(6)
                    .Add(entry.Id)
                    .Add(plan.Id)
                    .Add((int?)(i + 1))
                    .Add((int?)entry.VisitsPerWeek)
                    .Add((int?)entry.Weeks)
                    .Add(entry.Instructions);
            }
        }
    }

    // The read model comes out of the same replay that the projector makes, so the two cannot disagree.
    public static CarePlan Replay(SeedCarePlan plan)
    {
        var carePlan = new CarePlan(plan.AggregateId);
        for (var i = 0; i < plan.Events.Count; i++)
        {
            carePlan.Apply(plan.Events[i].Event, new EventStamp(i + 1, plan.FirstPosition + i, plan.Events[i].CreatedAt));
        }

        return carePlan;
    }
}
