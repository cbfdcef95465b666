using HealthGraph.Api.Access;
using HealthGraph.Api.VisitPlans;
using HealthGraph.Domain.Mips;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.Mips;

/// <summary>Appointments without rows. The view is <c>api.mips_reject</c>.</summary>
/// <remarks>docs/mips.md.</remarks>
internal static class MipsRejectRelation
{
    private static readonly EnumType Reason = new(
        "MipsRejectReason",
        [
            new("NOT_COMPLETED", MipsRejectReason.NotCompleted) { Description = "The appointment was not held: it is scheduled, cancelled, or was missed." },
            new("OUTSIDE_YEAR", MipsRejectReason.OutsideYear) { Description = "The day of the visit, where the clinic is, is of another year." },
            new("STATE", MipsRejectReason.State) { Description = "Nobody knows the clinic, or its state." },
            new("BODY_PART_EXCLUDED", MipsRejectReason.BodyPartExcluded) { Description = "No measure is about the body part: other, pelvis, upper back." },
            new("BODY_PART_UNMAPPED", MipsRejectReason.BodyPartUnmapped) { Description = "The body part is missing, unknown, or has no code in this year. It costs data completeness." },
            new("AGE", MipsRejectReason.Age) { Description = "The patient was too young at the first visit, or has no date of birth." },
            new("NOT_CONTAINED", MipsRejectReason.NotContained) { Description = "The year asks for care plans that begin and end within it, and this one does not." },
            new("NPI_INVALID", MipsRejectReason.NpiInvalid) { Description = "The therapist is unknown, or has no National Provider Identifier that can be one. It costs data completeness." },
            new("TIN_MISSING", MipsRejectReason.TinMissing) { Description = "The clinic has no taxpayer identification number of nine digits. It costs data completeness." },
        ])
    {
        Description = "The first rule that an appointment fails, in the order of the rules.",
    };

    public static Relation Relation { get; } = new(
        "MipsReject",
        "api",
        "mips_reject",
        [
            new("year", "year", Int4, false, "The performance year that was built."),
            new("state", "state", FixedText, false, "The state that was built."),
            new("appointmentId", "appointment_id", Uuid, false, "The appointment."),
            new("runId", "run_id", Uuid, false, "The run that found it."),
            new("carePlanId", "care_plan_id", Uuid, false, "The care plan."),
            new("patientId", "patient_id", Uuid, false, "The patient."),
            new("visitDate", "visit_date", Date, false, "The day of the appointment, where the clinic is."),
            new("reason", "reason", TextEnum(Reason), false, "Why it has no rows."),
        ],
        key: ["year", "state", "appointment_id"])
    {
        Description = "An appointment that gave no rows for the quality registry, and why.",
        DefaultOrder = [("year", false), ("state", false)],
        Features = FeatureSet.Of(AccessRule.Patients),
        Links =
        [
            new ToOne("patient", () => PatientRelation.Relation, [("patient_id", "id")], true, "The patient."),
            new ToOne("appointment", () => AppointmentRelation.Relation, [("appointment_id", "appointment_id")], true, "The appointment."),
        ],
    };
}
