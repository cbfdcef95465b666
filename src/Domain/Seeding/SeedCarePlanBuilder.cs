using HealthGraph.Domain.CarePlans;
using HealthGraph.Domain.CarePlans.Events;

namespace HealthGraph.Domain.Seeding;

/// <summary>The course of one care plan, day by day.</summary>
internal sealed class SeedCarePlanBuilder
{
    private readonly SeedRandom _random;
    private readonly SeedClinics _clinics;
    private readonly List<SeedEvent> _events = [];
    private readonly List<SeedVisitPlan> _visitPlans = [];
    private readonly SeedPhysician? _physician;
    private SeedTherapist _therapist;
    private SeedClinic _clinic;
    private DateOnly _day;
    private bool _open;

    public SeedCarePlanBuilder(SeedRandom random, SeedClinics clinics, SeedClinic clinic)
    {
        _random = random;
        _clinics = clinics;
        _clinic = clinic;
        _therapist = random.Pick(clinics.Therapists);
        _physician = random.Chance(0.9) ? random.Pick(clinics.Physicians) : null;
        _day = FirstDay = SeedCalendar.CarePlanStart(random);
    }

    public DateOnly FirstDay { get; }

    public IReadOnlyList<SeedVisitPlan> VisitPlans => _visitPlans;

    public void Create(CarePlanCreated created)
    {
        var at = SeedCalendar.At(_clinic, FirstDay.AddDays(-_random.Between(1, 6)), _random.Between(480, 1020));
        Write(created, at);
        if (_physician is { } physician)
        {
            Write(
                new PhysicianAttached
                {
                    PhysicianId = physician.Id,
                    Npi = physician.Npi,
                    FirstName = physician.FirstName,
                    LastName = physician.LastName,
                },
                at.AddMinutes(3));
        }
    }

    public void Appointment(int index, int minutes)
    {
        if (index > 0)
        {
            _day = SeedCalendar.Weekday(_day.AddDays(_random.Between(2, 10)));
            MaybeChange();
        }

        var start = SeedCalendar.At(_clinic, _day, 7 * 60 + (_random.Next(44) * 15));
        var id = _random.NextGuid();
        var addedAt = Earliest(start).AddDays(-_random.Between(1, 20)).AddMinutes(_random.Next(500));
        addedAt = addedAt < _events[0].CreatedAt ? _events[0].CreatedAt.AddMinutes(5 + index) : addedAt;
        var plan = _random.Chance(0.06) ? start.AddDays(-7) : start;
        Write(
            new AppointmentAdded
            {
                AppointmentId = id,
                ScheduledTime = plan,
                DurationMinutes = minutes,
                ClinicientStaffId = _therapist.StaffId,
                Type = index == 0 ? "initial" : _random.Chance(0.15) ? "re_evaluation" : "follow_up",
                Status = AppointmentStatus.Scheduled,
            },
            addedAt);
        if (plan != start)
        {
            Write(new AppointmentRescheduled { AppointmentId = id, ScheduledTime = start }, addedAt.AddHours(1));
        }

        Hold(id, start, minutes, index);
    }

    public void MaybeComplete()
    {
        if (!_open && _day < SeedCalendar.Today.AddDays(-30) && _random.Chance(0.85))
        {
            Write(new CarePlanCompleted { CompletedOn = _day }, SeedCalendar.At(_clinic, _day, 20 * 60));
        }
    }

    /// <summary>As the store got them: by time, and those of one moment as they follow from each other.</summary>
    public IReadOnlyList<SeedEvent> EventsInOrder() => [.. _events.OrderBy(e => e.CreatedAt)];

    private void MaybeChange()
    {
        if (_day < SeedCalendar.Today && _random.Chance(0.03))
        {
            _clinic = _random.Pick(_clinics.Clinics);
            Write(new ClinicChanged { ClinicId = _clinic.ClinicId }, SeedCalendar.At(_clinic, _day.AddDays(-1), 18 * 60));
        }

        if (_random.Chance(0.05))
        {
            _therapist = _random.Pick(_clinics.Therapists);
        }
    }

    private void Hold(Guid id, DateTimeOffset start, int minutes, int index)
    {
        if (DateOnly.FromDateTime(start.DateTime) > SeedCalendar.Today)
        {
            _open = true;
            MaybePlan(id, start, index, held: false);
            return;
        }

        if (_random.Chance(0.12))
        {
            Write(new AppointmentCancelled { AppointmentId = id }, start.AddHours(-_random.Between(1, 10)));
            MaybePlan(id, start, index, held: false);
            return;
        }

        Write(new TherapistStartedSession { AppointmentId = id, ClinicientStaffId = _therapist.StaffId }, start.AddMinutes(_random.Next(6)));
        Write(new TherapistFinishedSession { AppointmentId = id }, start.AddMinutes(minutes + _random.Next(10)));
        MaybePlan(id, start, index, held: true);
    }

    private void MaybePlan(Guid appointmentId, DateTimeOffset start, int index, bool held)
    {
        // The first session ends in a plan; later ones often in a continuation of it; few are written ahead of the session.
        if (!_random.Chance(!held ? 0.1 : index == 0 ? 0.95 : 0.5))
        {
            return;
        }

        var createdAt = held ? start.AddMinutes(_random.Between(20, 400)) : Earliest(start).AddDays(-_random.Between(1, 5));
        var entries = new List<SeedEntry>();
        var count = _random.Chance(0.06) ? 0 : _random.Between(1, 4);
        for (var i = 0; i < count; i++)
        {
            entries.Add(new SeedEntry(_random.NextGuid(), _random.Between(1, 3), _random.Between(1, 6), SeedText.Instruction(_random)));
        }

        _visitPlans.Add(new SeedVisitPlan(
            _random.NextGuid(),
            createdAt,
            _random.Chance(0.12) ? null : createdAt.AddMinutes(_random.Between(5, 4_000)),
            Continuation: _visitPlans.Count > 0,
            _random.Chance(0.2) ? null : DateOnly.FromDateTime(start.DateTime).AddDays(_random.Between(14, 90)),
            SeedText.Plan(_random),
            _physician?.Id ?? _therapist.Id,
            appointmentId,
            start,
            entries));
    }

    // What is written beforehand is written by today.
    private static DateTimeOffset Earliest(DateTimeOffset start)
    {
        var today = new DateTimeOffset(SeedCalendar.Today.ToDateTime(new TimeOnly(12, 0)), start.Offset);
        return start < today ? start : today;
    }

    private void Write(CarePlanEvent e, DateTimeOffset at) => _events.Add(new SeedEvent(e, at));
}
