using HealthGraph.Api.Access;
using HealthGraph.Api.VisitPlans;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.Mips;

/// <summary>Rows for the quality registry. The view is <c>api.mips_row</c>.</summary>
/// <remarks>docs/mips.md.</remarks>
internal static class MipsRowRelation
{
    private static readonly EnumType VisitType = new(
        "MipsVisitType",
        [
            new("INITIAL", "initial") { Description = "The first completed visit of the care plan." },
            new("FOLLOWUP", "followup") { Description = "Neither the first nor the last." },
            new("DISCHARGE", "discharge") { Description = "The last completed visit of a care plan that is closed." },
        ])
    {
        Description = "Where a visit stands in its care plan.",
    };

    private static readonly EnumType Status = new(
        "MipsEpisodeStatus",
        [
            new("COMPLETE", "complete") { Description = "Closed, with a first and a last score of one instrument." },
            new("INCOMPLETE", "incomplete") { Description = "Without two scores of one instrument; `exclusionReason` says why." },
            new("OPEN", "open") { Description = "Not closed yet." },
        ])
    {
        Description = "How far a care plan's measurement is.",
    };

    public static EnumType RowKind { get; } = new(
        "MipsRowKind",
        [
            new("FUNCTIONAL", HealthGraph.Domain.Mips.MipsRowKind.Functional) { Description = "Function, by the instrument of the body part." },
            new("NPRS", HealthGraph.Domain.Mips.MipsRowKind.Nprs) { Description = "Pain, by the numeric pain rating scale." },
            new("LENGTH_OF_STAY", HealthGraph.Domain.Mips.MipsRowKind.LengthOfStay) { Description = "How long and how often the patient has come." },
        ])
    {
        Description = "The three rows that each visit gives.",
    };

    public static Relation Relation { get; } = new(
        "MipsRow",
        "api",
        "mips_row",
        [
            new("year", "year", Int4, false, "The performance year: that of the visit."),
            new("state", "state", FixedText, false, "The state of the clinic."),
            new("runId", "run_id", Uuid, false, "The run that built it."),
            new("appointmentId", "appointment_id", Uuid, false, "The visit."),
            new("rowKind", "row_kind", TextEnum(RowKind), false, "Which of the visit's rows it is."),
            new("carePlanId", "care_plan_id", Uuid, false, "The care plan, which is the registry's episode."),
            new("patientId", "patient_id", Uuid, false, "The patient."),
            new("dateOfBirth", "date_of_birth", Date, false, "The patient's date of birth."),
            new("sex", "sex", FixedText, false, "`F`, `M`, or `U` for anything else."),
            new("visitDate", "visit_date", Date, false, "The day of the visit, where the clinic is."),
            new("visitNumber", "visit_number", Int4, false, "The visit's number among the completed ones of the care plan."),
            new("visitType", "visit_type", TextEnum(VisitType), false, "Where the visit stands in the care plan."),
            new("clinicianNpi", "clinician_npi", FixedText, false, "The therapist's National Provider Identifier."),
            new("tin", "tin", FixedText, false, "The taxpayer identification number that the clinic bills under."),
            new("clinicId", "clinic_id", Text, false, "The clinic."),
            new("cptCodes", "cpt_codes", List(Text), false, "The procedures that the visit was billed with, by their CPT codes."),
            new("icd10Codes", "icd10_codes", List(Text), false, "The diagnoses that the visit was billed with, by their ICD-10 codes."),
            new("payerClass", "payer_class", Text, true, "Who pays: `medicare_b`, `medicare_adv`, `medicaid`, `commercial` or `other`."),
            new("bodyPart", "body_part", Text, false, "The body part that the care plan is for."),
            new("treatment", "treatment", Text, false, "The code of the measure, as the registry spells it."),
            new("instrument", "instrument", Text, true, "The instrument of the scores."),
            new("score", "score", Numeric, true, "The visit's own score."),
            new("scoreDate", "score_date", Date, true, "The day on which the form of `score` was filled in."),
            new("initialScore", "initial_score", Numeric, true, "The first score of the care plan."),
            new("initialScoreDate", "initial_score_date", Date, true, "The day of `initialScore`."),
            new("finalScore", "final_score", Numeric, true, "The last score of the care plan, by the same instrument as the first."),
            new("finalScoreDate", "final_score_date", Date, true, "The day of `finalScore`."),
            new("scoreChange", "score_change", Numeric, true, "`finalScore` minus `initialScore`."),
            new("mcid", "mcid", Numeric, true, "The least change for the better that counts, of the instrument."),
            new("mcidMet", "mcid_met", Bool, true, "Whether the change for the better is at least `mcid`."),
            new("mcidMetShare", "mcid_met_share", Numeric, true, "1 where `mcidMet` is true and 0 where it is false: its average is the rate of the measure."),
            new("episodeStart", "episode_start", Date, false, "The day of the care plan's first completed visit."),
            new("episodeEnd", "episode_end", Date, true, "The day on which the care plan ended; null while it is open."),
            new("losDays", "los_days", Int4, true, "Days from the first completed visit to the last, or to this one while the care plan is open. On rows of length of stay alone."),
            new("losVisits", "los_visits", Int4, true, "Completed visits up to and including this one. On rows of length of stay alone."),
            new("surgical", "surgical", Bool, false, "Whether the care plan follows surgery."),
            new("symptomDurationDays", "symptom_duration_days", Int4, true, "Days from the surgery to the first visit."),
            new("episodeStatus", "episode_status", TextEnum(Status), false, "How far the care plan's measurement is."),
            new("exclusionReason", "exclusion_reason", Text, true, "Why there are no two scores: `fewer_than_two_scores`, `instrument_changed` or `score_out_of_range`."),
        ],
        key: ["year", "state", "appointment_id", "row_kind"])
    {
        Description = "A row for the quality registry, as the last run of its year and state found it.",
        DefaultOrder = [("year", false), ("state", false)],
        Features = FeatureSet.Of(AccessRule.Patients),
        Links =
        [
            new ToOne("patient", () => PatientRelation.Relation, [("patient_id", "id")], true, "The patient."),
            new ToOne("appointment", () => AppointmentRelation.Relation, [("appointment_id", "appointment_id")], true, "The visit."),
        ],
    };
}
