using HealthGraph.Domain.CarePlans.Events;

namespace HealthGraph.Domain.CarePlans;

/// <summary>A care plan as its events tell it, one after the other. The read model's rows and a replay are both read from this.</summary>
public sealed class CarePlan(Guid aggregateId)
{
    private readonly List<CarePlanAppointment> _appointments = [];
    private bool _completed;

    public Guid AggregateId { get; } = aggregateId;

    public Guid Id { get; private set; }

    public int? Number { get; private set; }

    public Guid PatientId { get; private set; }

    public string? AffectedBodyPart { get; private set; }

    public DateOnly? SurgeryDate { get; private set; }

    public string? ClinicId { get; private set; }

    public PhysicianAttached? Physician { get; private set; }

    /// <summary>The day of the earliest appointment that was held or begun, as the clinic's calendar has it.</summary>
    public DateOnly? StartedOn { get; private set; }

    public DateOnly? EndedOn { get; private set; }

    /// <summary>The last event that is told here; 0 before the first.</summary>
    public int Version { get; private set; }

    /// <summary>Where the store has the first event: of two care plans with one id, the earlier keeps it.</summary>
    public long FirstPosition { get; private set; }

    public IReadOnlyList<CarePlanAppointment> Appointments => _appointments;

    public string Status => _completed ? CarePlanStatus.Completed : StartedOn is null ? CarePlanStatus.Planned : CarePlanStatus.Active;

    private bool Exists => Id != Guid.Empty;

    /// <summary>Takes in the next event.</summary>
    /// <exception cref="CarePlanEventException">It cannot have happened after the events before it. The care plan is then as before.</exception>
    public void Apply(CarePlanEvent e, EventStamp stamp)
    {
        if (Exists == e is CarePlanCreated)
        {
            throw new CarePlanEventException(Exists ? "A care plan is created only once." : "The first event of a care plan must be CarePlanCreated.");
        }

        switch (e)
        {
            case CarePlanCreated created:
                Create(created, stamp);
                break;
            case PhysicianAttached attached:
                Physician = attached;
                break;
            case ClinicChanged changed:
                ChangeClinic(changed.ClinicId);
                break;
            case AppointmentAdded added:
                Add(added, stamp);
                break;
            case AppointmentRescheduled rescheduled:
                Find(rescheduled.AppointmentId).Reschedule(rescheduled);
                break;
            case AppointmentCancelled cancelled:
                Find(cancelled.AppointmentId).Status = AppointmentStatus.Cancelled;
                break;
            case TherapistStartedSession started:
                Begin(Find(started.AppointmentId), started);
                break;
            case TherapistFinishedSession finished:
                Finish(Find(finished.AppointmentId));
                break;
            case CarePlanCompleted completed:
                _completed = true;
                EndedOn = completed.CompletedOn ?? DateOnly.FromDateTime(stamp.CreatedAt.UtcDateTime);
                break;
            default:
                throw new System.Diagnostics.UnreachableException(e.GetType().Name);
        }

        Version = stamp.Version;
    }

    private void Create(CarePlanCreated created, EventStamp stamp)
    {
        if (created.CarePlanId == Guid.Empty)
        {
            throw new CarePlanEventException("care_plan_id is empty.");
        }

        Id = created.CarePlanId;
        Number = created.CarePlanNumber;
        PatientId = created.PatientId;
        AffectedBodyPart = created.AffectedBodyPart;
        SurgeryDate = created.SurgeryDate;
        ClinicId = created.ClinicId;
        FirstPosition = stamp.Position;
    }

    private void ChangeClinic(string clinicId)
    {
        ClinicId = clinicId;
        foreach (var appointment in _appointments.Where(a => a.Status == AppointmentStatus.Scheduled))
        {
            appointment.ClinicId = clinicId;
        }
    }

    private void Add(AppointmentAdded added, EventStamp stamp)
    {
        if (_appointments.Exists(a => a.AppointmentId == added.AppointmentId))
        {
            throw new CarePlanEventException("The appointment was added before.");
        }

        var appointment = new CarePlanAppointment(added, ClinicId, stamp);
        _appointments.Add(appointment);
        NoteStart(appointment);
    }

    private void Begin(CarePlanAppointment appointment, TherapistStartedSession started)
    {
        appointment.Status = AppointmentStatus.InProgress;
        appointment.ClinicientStaffId = started.ClinicientStaffId ?? appointment.ClinicientStaffId;
        NoteStart(appointment);
    }

    private void Finish(CarePlanAppointment appointment)
    {
        appointment.Status = AppointmentStatus.Completed;
        NoteStart(appointment);
    }

    private void NoteStart(CarePlanAppointment appointment)
    {
        if (appointment.Status is AppointmentStatus.InProgress or AppointmentStatus.Completed
            && (StartedOn is null || appointment.LocalDay < StartedOn))
        {
            StartedOn = appointment.LocalDay;
        }
    }

    private CarePlanAppointment Find(Guid appointmentId) =>
        _appointments.Find(a => a.AppointmentId == appointmentId)
            ?? throw new CarePlanEventException("The appointment was never added to this care plan.");
}
