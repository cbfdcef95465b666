namespace HealthGraph.Domain.Settings;

/// <summary>How the text of a setting is read. Stored by its lower-case name.</summary>
public enum SettingType
{
    Boolean,
    List,
    String,
    Integer,
}

public static class SettingTypeNames
{
    public static string ToName(this SettingType type) => type switch
    {
        SettingType.Boolean => "boolean",
        SettingType.List => "list",
        SettingType.String => "string",
        SettingType.Integer => "integer",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a setting type."),
    };
}
