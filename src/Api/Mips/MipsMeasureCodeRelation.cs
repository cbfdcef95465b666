using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.Mips;

/// <summary>The codes of measures. The view is <c>api.mips_measure_code</c>.</summary>
/// <remarks>docs/mips.md.</remarks>
internal static class MipsMeasureCodeRelation
{
    public static Relation Relation { get; } = new(
        "MipsMeasureCode",
        "api",
        "mips_measure_code",
        [
            new("bodyPart", "body_part", Text, false, "The body part."),
            new("rowKind", "row_kind", TextEnum(MipsRowRelation.RowKind), false, "The kind of row."),
            new("yearFrom", "year_from", Int4, false, "The first year of the code."),
            new("yearTo", "year_to", Int4, true, "Its last year; null until something else is decided."),
            new("treatment", "treatment", Text, false, "The code, as the registry spells it."),
        ],
        key: ["body_part", "row_kind", "year_from"])
    {
        Description = "What a measure is called in the registry's file, by body part, kind of row and year.",
        DefaultOrder = [("body_part", false), ("row_kind", false), ("year_from", false)],
        Features = FeatureSet.Of(AccessRule.Everyone),
    };
}
