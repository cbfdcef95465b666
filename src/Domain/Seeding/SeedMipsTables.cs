using HealthGraph.Domain.CarePlans;
using HealthGraph.Domain.Database;

namespace HealthGraph.Domain.Seeding;

/// <summary>The tables that rows for the quality registry are made from, besides those of visit plans.</summary>
internal static class SeedMipsTables
{
    // The patient's own stream of this feature, so that another one's sample data stays as it was.
    private const long Stream = 0x6d697073;

    private static readonly string[] Payers = ["medicare_b", "medicare_adv", "medicaid", "commercial", "commercial", "commercial", "other"];
    private static readonly string[] Treatments = ["97110", "97112", "97140", "97530", "97116"];
    private static readonly string[] Diagnoses = ["M54.2", "M25.511", "M54.50", "M16.11", "M25.571", "M17.11", "Z96.651", "M62.81"];

    public static IReadOnlyList<SeedTable> ByPatient { get; } =
    [
        new("mips.patient_form", "form_id, care_plan_id, appointment_id, form_type, completed_at, score, details", WriteForms),
        new("mips.visit_billing", "appointment_id, cpt_codes, icd10_codes, payer_class", WriteBilling),
    ];

    private static void WriteForms(BinaryCopyRows rows, SeedGenerator generator, int number)
    {
        var forms = new SeedForms(generator.RandomOf(Stream, number));
        foreach (var form in generator.Patient(number).CarePlans.Select(SeedTable.Replay).SelectMany(forms.Of))
        {
            rows.Row(7)
                .Add(form.Id)
                .Add(form.CarePlanId)
                .Add(form.AppointmentId)
                .Add(form.Type)
                .Add(form.CompletedAt)
                .Add(form.Score)
                .Null();
        }
    }

    private static void WriteBilling(BinaryCopyRows rows, SeedGenerator generator, int number)
    {
        var random = generator.RandomOf(Stream + 1, number);
        foreach (var plan in generator.Patient(number).CarePlans.Select(SeedTable.Replay))
        {
            var payer = random.Pick(Payers);
            string[] diagnoses = random.Chance(0.4) ? [random.Pick(Diagnoses), "R26.89"] : [random.Pick(Diagnoses)];
            var isFirst = true;
            foreach (var visit in plan.Appointments.Where(visit => visit.Status == AppointmentStatus.Completed).OrderBy(visit => visit.TimeStart))
            {
                if (random.Chance(0.97))
                {
                    string[] treatments = isFirst ? ["97161", random.Pick(Treatments)] : [random.Pick(Treatments)];
                    rows.Row(4).Add(visit.AppointmentId).Add(treatments).Add(diagnoses).Add(payer);
                }

                isFirst = false;
            }
        }
    }
}
