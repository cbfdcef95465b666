using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.Mips;

/// <summary>The last export of each year and state, and how complete it is. The view is <c>api.mips_completeness</c>.</summary>
/// <remarks>docs/mips.md.</remarks>
internal static class MipsCompletenessRelation
{
    public static Relation Relation { get; } = new(
        "MipsCompleteness",
        "api",
        "mips_completeness",
        [
            new("year", "year", Int4, false, "The performance year."),
            new("state", "state", FixedText, false, "The state of the clinics."),
            new("runId", "run_id", Uuid, false, "The run that built it."),
            new("builtAt", "built_at", Timestamptz, false, "When the rows were built."),
            new("reportedVisits", "reported_visits", Int8, false, "Visits that have rows."),
            new("eligibleVisits", "eligible_visits", Int8, false, "Those, and the ones that would have rows if body part, NPI and TIN were in order."),
            new("completenessPercent", "completeness_percent", Numeric, true, "`reportedVisits` of `eligibleVisits`, in percent; null when there are none."),
            new("requiredPercent", "required_percent", Int4, false, "What the programme asks for: 70 until 2023, 75 since."),
            new("isSufficient", "is_sufficient", Bool, false, "Whether it is at least that."),
            new("functionalRows", "functional_rows", Int8, false, "Rows of function."),
            new("nprsRows", "nprs_rows", Int8, false, "Rows of pain."),
            new("lengthOfStayRows", "length_of_stay_rows", Int8, false, "Rows of length of stay."),
            new("notCompleted", "not_completed", Int8, false, "Rejected: not held."),
            new("outsideYear", "outside_year", Int8, false, "Rejected: of another year where the clinic is."),
            new("unknownState", "unknown_state", Int8, false, "Rejected: of no known clinic or state. The same appointments in every state."),
            new("bodyPartExcluded", "body_part_excluded", Int8, false, "Rejected: no measure is about the body part."),
            new("bodyPartUnmapped", "body_part_unmapped", Int8, false, "Rejected: the body part is missing, unknown, or has no code in the year."),
            new("age", "age", Int8, false, "Rejected: too young, or of unknown age."),
            new("notContained", "not_contained", Int8, false, "Rejected: the care plan does not begin and end within the year."),
            new("npiInvalid", "npi_invalid", Int8, false, "Rejected: no valid National Provider Identifier."),
            new("tinMissing", "tin_missing", Int8, false, "Rejected: no taxpayer identification number."),
            new("folder", "folder", Text, true, "The folder in the lake; null until the build is published."),
            new("publishedAt", "published_at", Timestamptz, true, "When the file was published."),
            new("bytes", "bytes", Int8, true, "The file's size."),
            new("sha256", "sha256", Text, true, "The file's SHA-256, in hexadecimal digits."),
            new("remoteName", "remote_name", Text, true, "The delivered file's name, without the integration key; null until it is delivered."),
            new("remoteBytes", "remote_bytes", Int8, true, "Its size as the receiver tells it."),
            new("deliveredAt", "delivered_at", Timestamptz, true, "When it was delivered."),
        ],
        key: ["year", "state"])
    {
        Description = "The last export of a year and state: what it counted, how complete it is, and where it is.",
        DefaultOrder = [("year", true), ("state", false)],
        Features = FeatureSet.Of(new AccessRule([Domain.Access.Role.Admin, Domain.Access.Role.Analyst, Domain.Access.Role.Deidentified, Domain.Access.Role.Operator]) { HoldsPatients = false }),
    };
}
