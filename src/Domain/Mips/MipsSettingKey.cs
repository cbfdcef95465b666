using System.Globalization;
using HealthGraph.Domain.Settings;

namespace HealthGraph.Domain.Mips;

/// <summary>What a setting of the export decides.</summary>
public enum MipsSettingKind
{
    Enabled,
    States,
    StrictlyContained,
    MinimumAge,
    ClosedAfter,
    AllowEmptyUpload,
    Tin,
}

/// <summary>The key of a setting, with the year in it.</summary>
public sealed record MipsSettingKey(MipsSettingKind Kind, string Name, SettingType Type)
{
    private const string Prefix = "healthmonix_";

    public static IReadOnlyList<MipsSettingKey> All { get; } =
    [
        new(MipsSettingKind.Enabled, "integration_enabled", SettingType.Boolean),
        new(MipsSettingKind.States, "states", SettingType.List),
        new(MipsSettingKind.StrictlyContained, "strictly_contained", SettingType.Boolean),
        new(MipsSettingKind.MinimumAge, "minimum_age", SettingType.Integer),
        new(MipsSettingKind.ClosedAfter, "closed_after", SettingType.String),
        new(MipsSettingKind.AllowEmptyUpload, "allow_empty_upload", SettingType.Boolean),
        new(MipsSettingKind.Tin, "tin", SettingType.String),
    ];

    public string Of(int year) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{year}_{Name}");

    /// <summary>The setting and year that a key names; null when it names none.</summary>
    public static (MipsSettingKey Key, int Year)? Parse(string key)
    {
        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || key.Length < Prefix.Length + 6 || key[Prefix.Length + 4] != '_')
        {
            return null;
        }

        var found = All.FirstOrDefault(candidate => candidate.Name == key[(Prefix.Length + 5)..]);
        return found is not null
            && int.TryParse(key.AsSpan(Prefix.Length, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year is >= MipsSettings.FirstYear and <= MipsSettings.LastYear
            ? (found, year)
            : null;
    }
}
