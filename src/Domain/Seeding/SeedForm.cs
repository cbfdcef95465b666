using HealthGraph.Domain.CarePlans;

namespace HealthGraph.Domain.Seeding;

/// <summary>What a patient filled in about themselves.</summary>
internal sealed record SeedForm(Guid Id, Guid CarePlanId, Guid? AppointmentId, string Type, DateTimeOffset? CompletedAt, decimal? Score);

/// <summary>
/// The forms of one care plan, from the patient's own stream: for most visits one of function and one of pain, next to all that real ones
/// do (missing, twice, without their appointment, days early or late, without a score, with one that cannot be, another instrument).
/// </summary>
internal sealed class SeedForms(SeedRandom random)
{
    private static readonly string[] Odd = ["phq_9", "Falls Risk", "intake"];

    public IReadOnlyList<SeedForm> Of(CarePlan plan)
    {
        var forms = new List<SeedForm>();
        var visits = plan.Appointments.Where(visit => visit.Status == AppointmentStatus.Completed).OrderBy(visit => visit.TimeStart).ToList();
        var instrument = InstrumentOf(plan.AffectedBodyPart);
        var changed = random.Chance(0.05) ? random.Pick(SeedInstrument.Functional) : instrument;
        var (disability, pain) = (random.Between(35, 80) / 100m, random.Between(3, 9));
        for (var i = 0; i < visits.Count; i++)
        {
            var isEnd = i == 0 || i == visits.Count - 1;
            disability = Math.Clamp(disability - (random.Between(-4, 12) / 100m), 0, 1);
            pain = Math.Clamp(pain - random.Between(-1, 2), 0, 10);
            if (random.Chance(isEnd ? 0.88 : 0.35))
            {
                var used = i == visits.Count - 1 ? changed : instrument;
                Add(forms, plan, visits[i], random.Pick(used.Types), used.ScoreOf(disability), used.TooHigh);
            }

            if (random.Chance(isEnd ? 0.85 : 0.4))
            {
                Add(forms, plan, visits[i], random.Chance(0.9) ? "nprs" : "Numeric Pain Rating Scale", pain, 11);
            }
        }

        return forms;
    }

    private static SeedInstrument InstrumentOf(string? bodyPart) =>
        SeedInstrument.Functional.FirstOrDefault(instrument => instrument.BodyParts.Contains(bodyPart, StringComparer.Ordinal)) ?? SeedInstrument.Functional[0];

    private void Add(List<SeedForm> forms, CarePlan plan, CarePlanAppointment visit, string type, decimal score, decimal tooHigh)
    {
        var away = random.Chance(0.75) ? 0 : random.Between(-4, 5);
        var at = visit.TimeStart.AddDays(away).AddMinutes(random.Between(-40, 90));
        var form = new SeedForm(
            random.NextGuid(),
            plan.Id,
            random.Chance(0.6) ? visit.AppointmentId : random.Chance(0.02) ? random.NextGuid() : null,
            random.Chance(0.02) ? random.Pick(Odd) : type,
            random.Chance(0.02) ? null : at,
            random.Chance(0.03) ? null : random.Chance(0.02) ? tooHigh : score);
        forms.Add(form);
        if (random.Chance(0.05))
        {
            forms.Add(form with { Id = random.NextGuid(), CompletedAt = form.CompletedAt?.AddMinutes(random.Next(3)), Score = form.Score + (random.Next(3) - 1) });
        }
    }
}

/// <summary>An instrument of function as the sample data uses it.</summary>
internal sealed record SeedInstrument(string[] Types, string[] BodyParts, bool HigherIsBetter, int Highest)
{
    public static IReadOnlyList<SeedInstrument> Functional { get; } =
    [
        new(["ndi", "Neck Disability Index"], ["neck", "upper_back"], false, 100),
        new(["quickdash", "QuickDASH"], ["shoulder_arm", "elbow_wrist_hand"], false, 100),
        new(["mdq", "Modified Oswestry"], ["lower_back", "pelvis"], false, 100),
        new(["lefs"], ["hip", "hip_joint_replacement", "foot_and_ankle"], true, 80),
        new(["kos", "Knee Outcome Survey"], ["knee", "knee_joint_replacement"], true, 100),
        new(["promis_physical_function"], [], true, 100),
    ];

    public decimal TooHigh => Highest + 1;

    /// <param name="disability">From 0, none, to 1.</param>
    public decimal ScoreOf(decimal disability) => Math.Round(Highest * (HigherIsBetter ? 1 - disability : disability), Highest == 80 ? 0 : 1);
}
