using HealthGraph.Api.Access;
using HealthGraph.Api.PatientTeams;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.VisitPlans;

/// <summary>Patients. The view is <c>api.patient</c>.</summary>
/// <remarks>docs/visit-plans.md.</remarks>
internal static class PatientRelation
{
    public static Relation Relation { get; } = new(
        "Patient",
        "api",
        "patient",
        [
            new("patientId", "id", Uuid, false, "The patient's id."),
            new("externalId", "external_id", Text, true, "The id of the FHIR Patient who is the same person."),
            new("firstName", "first_name", Text, true, "The given name."),
            new("lastName", "last_name", Text, true, "The family name."),
            new("birthDate", "birth_date", Date, true, "The day of birth."),
            new("gender", "gender", Text, true, "The administrative gender, as FHIR has it."),
            new("state", "state", FixedText, true, "The state of residence, two letters."),
            new("createdAt", "created_at", Timestamptz, false, "When the patient was registered."),
        ],
        key: ["id"])
    {
        Description = "A patient.",
        DefaultOrder = [("created_at", false)],
        Features = FeatureSet.Of(AccessRule.Patients),
        Links =
        [
            new ToMany("carePlans", () => CarePlanRelation.Relation, [("id", "patient_id")], "The patient's care plans."),
            new ToMany("teams", () => PatientTeamRelation.Relation, [("id", "patient_id")], "The teams that the patient belongs to, each with the reasons."),
        ],
    };
}
