using HealthGraph.Domain.Database;

namespace HealthGraph.Domain.CarePlans;

/// <summary>The rows of the read model that a care plan stands for.</summary>
internal static class CarePlanRows
{
    public const string CarePlanColumns =
        "id, aggregate_id, care_plan_number, patient_id, affected_body_part, surgery_date, clinic_id, physician_id, physician_npi, "
        + "physician_first_name, physician_last_name, started_on, ended_on, status, version";

    public const string AppointmentColumns =
        "id, appointment_id, care_plan_id, created_at, time_start, time_end, status, type, clinicient_staff_id, clinic_id";

    public const short CarePlanColumnCount = 15;
    public const short AppointmentColumnCount = 10;

    public static BinaryCopyRows AddCarePlan(this BinaryCopyRows row, CarePlan plan) =>
        row
            .Add(plan.Id)
            .Add(plan.AggregateId)
            .Add(plan.Number)
            .Add(plan.PatientId)
            .Add(plan.AffectedBodyPart)
            .Add(plan.SurgeryDate)
            .Add(plan.ClinicId)
            .Add(plan.Physician?.PhysicianId)
            .Add(plan.Physician?.Npi)
            .Add(plan.Physician?.FirstName)
            .Add(plan.Physician?.LastName)
            .Add(plan.StartedOn)
            .Add(plan.EndedOn)
            .Add(plan.Status)
            .Add((int?)plan.Version);

    /// <summary>An appointment's own id is the row's: the events know no other.</summary>
    public static BinaryCopyRows AddAppointment(this BinaryCopyRows row, CarePlan plan, CarePlanAppointment appointment) =>
        row
            .Add(appointment.AppointmentId)
            .Add(appointment.AppointmentId)
            .Add(plan.Id)
            .Add(appointment.Added.CreatedAt)
            .Add(appointment.TimeStart)
            .Add(appointment.TimeEnd)
            .Add(appointment.Status)
            .Add(appointment.Type)
            .Add(appointment.ClinicientStaffId)
            .Add(appointment.ClinicId);
}
