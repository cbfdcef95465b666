using HealthGraph.Api.Composition;
using HealthGraph.Api.OperatorSettings;

namespace HealthGraph.Api.Mips;

/// <summary>The part of <c>Query</c> about the quality registry; the SDL is in schema.graphql.</summary>
internal sealed class MipsFields : ISchemaFeature
{
    public void AddTo(SchemaParts parts) => parts.QueryFields.AddRange(
    [
        parts.Relations.Connection("mipsRows", MipsRowRelation.Relation, "Rows for the quality registry, as the last run of each year and state found them."),
        parts.Relations.Connection("mipsRejects", MipsRejectRelation.Relation, "Appointments that gave no rows, and why."),
        parts.Relations.Connection("mipsCompleteness", MipsCompletenessRelation.Relation, "The last export of each year and state, with what it counted and how complete it is."),
        parts.Relations.Connection("mipsMeasureCodes", MipsMeasureCodeRelation.Relation, "What measures are called in the registry's file."),
        parts.Relations.Connection("mipsRegistrations", MipsRegistrationRelation.Relation, "Which states are registered for which years. Keys are not shown."),
        parts.Relations.Connection("settings", SettingRelation.Relation, "What operators have set while the program runs."),
    ]);
}
