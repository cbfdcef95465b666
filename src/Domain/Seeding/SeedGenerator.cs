using HealthGraph.Domain.CarePlans.Events;
using HealthGraph.Fhir;

namespace HealthGraph.Domain.Seeding;

/// <summary>
/// Makes patients, each from the seed and its number alone. On average a care plan and a sixth per patient, five appointments and two and
/// a half visit plans per care plan, 2.4 entries per visit plan.
/// </summary>
internal sealed class SeedGenerator
{
    /// <summary>Positions of the event store that each patient has to itself.</summary>
    public const int PositionsPerPatient = 256;

    private static readonly string[] BodyParts =
    [
        "shoulder_arm", "neck", "lower_back", "hip", "hip_joint_replacement", "foot_and_ankle", "knee", "knee_joint_replacement",
        "elbow_wrist_hand", "pelvis", "upper_back", "other",
    ];

    private static readonly string[] Genders = ["female", "female", "female", "male", "male", "male", "other", "unknown"];
    private static readonly int[] Durations = [30, 45, 45, 60];

    private readonly SeedPeople _people = new();
    private readonly long _seed;

    public SeedGenerator(SeedOptions options)
    {
        _seed = options.Seed;
        Clinics = new SeedClinics(options, _people);
        Teams = new SeedTeams(options, _people);
    }

    public SeedClinics Clinics { get; }

    public SeedTeams Teams { get; }

    /// <summary>The id of <see cref="Patient"/>, without the rest.</summary>
    public Guid PatientId(int number)
    {
        var random = new SeedRandom(_seed, number);
        _ = random.Pick(Clinics.Clinics);
        return random.NextGuid();
    }

    /// <summary>A patient's numbers for one purpose, such that other purposes have others.</summary>
    public SeedRandom RandomOf(long stream, int number) => new(_seed ^ (stream << 20), number);

    public SeedTeamPatient TeamPatient(int number) => SeedTeamPatient.Make(_seed, number, Teams);

    public SeedPatient Patient(int number)
    {
        var random = new SeedRandom(_seed, number);
        var clinic = random.Pick(Clinics.Clinics);
        var id = random.NextGuid();
        var carePlans = new List<SeedCarePlan>();
        var count = random.Chance(0.03) ? 0 : random.Chance(0.15) ? 2 : random.Chance(0.03) ? 3 : 1;
        var position = ((long)number * PositionsPerPatient) + 1;
        for (var i = 0; i < count; i++)
        {
            var carePlan = CarePlan(random, id, i + 1, clinic, position);
            carePlans.Add(carePlan);
            position += carePlan.Events.Count;
        }

        return new SeedPatient(
            id,
            random.Chance(0.1) ? null : ExternalId(random),
            random.Pick(_people.FirstNames),
            random.Pick(_people.LastNames),
            BirthDate(random, number, carePlans),
            random.Pick(Genders),
            random.Chance(0.95) ? clinic.State : random.Pick(Clinics.Clinics).State,
            carePlans.Count > 0
                ? carePlans.Min(plan => plan.Events[0].CreatedAt).AddHours(-random.Between(1, 200))
                : SeedCalendar.At(clinic, SeedCalendar.CarePlanStart(random), 600),
            carePlans);
    }

    // Some come of age within a day of their first visit.
    private static DateOnly BirthDate(SeedRandom random, int number, List<SeedCarePlan> carePlans)
    {
        var birthDate = new DateOnly(1935, 1, 1).AddDays(random.Next(75 * 365));
        return number % 53 == 7 && carePlans.Count > 0
            ? DateOnly.FromDateTime(carePlans[0].Events.Select(e => e.Event).OfType<AppointmentAdded>().First().ScheduledTime.DateTime).AddYears(-18).AddDays((number % 3) - 1)
            : birthDate;
    }

    private static string ExternalId(SeedRandom random) =>
        FhirId.TryParse(random.NextGuid().ToString("D"), out var id)
            ? id.ToString()
            : throw new System.Diagnostics.UnreachableException("A UUID is a FHIR id.");

    private SeedCarePlan CarePlan(SeedRandom random, Guid patientId, int number, SeedClinic clinic, long position)
    {
        var builder = new SeedCarePlanBuilder(random, Clinics, clinic);
        var aggregateId = random.NextGuid();
        var bodyPart = random.Pick(BodyParts);
        var surgical = bodyPart.EndsWith("replacement", StringComparison.Ordinal) || random.Chance(0.12);
        builder.Create(new CarePlanCreated
        {
            CarePlanId = random.NextGuid(),
            PatientId = patientId,
            AffectedBodyPart = bodyPart,
            CarePlanNumber = number,
            SurgeryDate = surgical ? builder.FirstDay.AddDays(-random.Between(7, 60)) : null,
            ClinicId = clinic.ClinicId,
        });
        var appointments = 2 + random.Next(4) + random.Next(4);
        for (var i = 0; i < appointments; i++)
        {
            builder.Appointment(i, random.Pick(Durations));
        }

        builder.MaybeComplete();
        return new SeedCarePlan(aggregateId, position, builder.EventsInOrder(), builder.VisitPlans);
    }
}
