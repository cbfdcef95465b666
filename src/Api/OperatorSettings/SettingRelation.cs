using HealthGraph.Api.Access;
using HealthGraph.GraphQL.Data.Relations;
using HealthGraph.GraphQL.TypeSystem;
using static HealthGraph.GraphQL.Data.Columns.ColumnTypes;

namespace HealthGraph.Api.OperatorSettings;

/// <summary>What operators have set. The view is <c>api.setting</c>.</summary>
internal static class SettingRelation
{
    public static Relation Relation { get; } = new(
        "Setting",
        "api",
        "setting",
        [
            new("key", "key", Text, false, "The setting."),
            new("value", "value", Text, true, "Its text; a list has commas between its items, or is a JSON array."),
            new("settingType", "setting_type", Text, false, "How the text is read: `boolean`, `list`, `string` or `integer`."),
            new("changedAt", "changed_at", Timestamptz, false, "When it was set."),
            new("changedBy", "changed_by", Text, true, "Who set it."),
        ],
        key: ["key"])
    {
        Description = "Something that operators have decided while the program runs. What is not set is not listed.",
        DefaultOrder = [("key", false)],
        Features = FeatureSet.Of(AccessRule.Runs),
    };
}
