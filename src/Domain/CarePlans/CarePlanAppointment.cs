using HealthGraph.Domain.CarePlans.Events;

namespace HealthGraph.Domain.CarePlans;

/// <summary>An appointment of a care plan, as the events so far tell it.</summary>
public sealed class CarePlanAppointment
{
    private const int LongestMinutes = 31 * 24 * 60;

    private DateTimeOffset _start;
    private int _minutes;

    internal CarePlanAppointment(AppointmentAdded added, string? clinicId, EventStamp stamp)
    {
        if (added.AppointmentId == Guid.Empty)
        {
            throw new CarePlanEventException("appointment_id is empty.");
        }

        AppointmentId = added.AppointmentId;
        ClinicId = clinicId;
        ClinicientStaffId = added.ClinicientStaffId;
        Type = added.Type;
        Status = added.Status ?? AppointmentStatus.Scheduled;
        Added = stamp;
        Schedule(added.ScheduledTime, added.DurationMinutes);
    }

    public Guid AppointmentId { get; }

    /// <summary>The clinic the care plan was at when this was added, or has moved to before it began.</summary>
    public string? ClinicId { get; internal set; }

    public string? ClinicientStaffId { get; internal set; }

    public string? Type { get; }

    public string Status { get; internal set; }

    /// <summary>The event that added it.</summary>
    public EventStamp Added { get; }

    public DateTimeOffset TimeStart => _start.ToUniversalTime();

    public DateTimeOffset TimeEnd => TimeStart.AddMinutes(_minutes);

    /// <summary>The day it is on, as the clinic's calendar has it.</summary>
    public DateOnly LocalDay => DateOnly.FromDateTime(_start.DateTime);

    internal void Reschedule(AppointmentRescheduled rescheduled)
    {
        Schedule(rescheduled.ScheduledTime, rescheduled.DurationMinutes ?? _minutes);
        ClinicientStaffId = rescheduled.ClinicientStaffId ?? ClinicientStaffId;
        if (Status == AppointmentStatus.Cancelled)
        {
            Status = AppointmentStatus.Scheduled;
        }
    }

    private void Schedule(DateTimeOffset start, int minutes)
    {
        if (minutes is < 0 or > LongestMinutes)
        {
            throw new CarePlanEventException($"duration_minutes is {minutes}, but must be from 0 to {LongestMinutes}.");
        }

        if (start.Year is < 1900 or > 2999)
        {
            throw new CarePlanEventException("scheduled_time is not between the years 1900 and 2999.");
        }

        _start = start;
        _minutes = minutes;
    }
}
