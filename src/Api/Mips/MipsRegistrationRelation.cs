using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.Mips;

/// <summary>Registrations without their keys. The view is <c>api.mips_registration</c>.</summary>
/// <remarks>docs/mips.md.</remarks>
internal static class MipsRegistrationRelation
{
    public static Relation Relation { get; } = new(
        "MipsRegistration",
        "api",
        "mips_registration",
        [
            new("year", "year", Int4, false, "The performance year."),
            new("state", "state", FixedText, false, "The state."),
            new("registrationId", "registration_id", Text, false, "What the registry calls the sender."),
        ],
        key: ["year", "state"])
    {
        Description = "How the registry knows the sender of a state's file. The integration key that belongs to it is shown nowhere.",
        DefaultOrder = [("year", true), ("state", false)],
        Features = FeatureSet.Of(AccessRule.Runs),
    };
}
