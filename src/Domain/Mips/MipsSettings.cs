using HealthGraph.Domain.Settings;
using Npgsql;

namespace HealthGraph.Domain.Mips;

/// <summary>What operators decide about one year. A setting that is missing means the cautious thing: not enabled, no states.</summary>
/// <remarks>docs/mips.md.</remarks>
public sealed record MipsSettings
{
    public const int FirstYear = 2022;
    public const int LastYear = 2099;
    public const int DefaultMinimumAge = 18;

    public required int Year { get; init; }

    /// <summary>Whether files are delivered, and the schedule exports the year.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>Two capital letters each, in the order they are listed.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>Only care plans that begin and end within the year.</summary>
    public bool StrictlyContained { get; init; }

    /// <summary>In whole years.</summary>
    public int MinimumAge { get; init; } = DefaultMinimumAge;

    /// <summary>The last day, in California, on which the schedule exports the year.</summary>
    public required DateOnly OpenUntil { get; init; }

    /// <summary>Whether a file without rows is delivered.</summary>
    public bool AllowEmptyUpload { get; init; }

    /// <summary>The taxpayer identification number of clinics that have none of their own: nine digits.</summary>
    public string? Tin { get; init; }

    /// <summary>The year's settings as they are now.</summary>
    /// <exception cref="Errors.HealthGraphException">One has a text that it cannot have; the message names it.</exception>
    public static async Task<MipsSettings> ReadAsync(NpgsqlConnection connection, int year, CancellationToken cancellationToken)
    {
        var keys = MipsSettingKey.All.ToDictionary(key => key.Kind, key => key.Of(year));
        return From(year, await SettingTable.ReadAsync(connection, keys.Values, cancellationToken));
    }

    /// <summary>The year's settings in a set of texts by key.</summary>
    /// <exception cref="Errors.HealthGraphException">One has a text that it cannot have; the message names it.</exception>
    public static MipsSettings From(int year, IReadOnlyDictionary<string, string> texts)
    {
        return new MipsSettings
        {
            Year = year,
            IsEnabled = Read(MipsSettingKind.Enabled, SettingValue.Boolean, false),
            States = Read(MipsSettingKind.States, StatesOf, []),
            StrictlyContained = Read(MipsSettingKind.StrictlyContained, SettingValue.Boolean, false),
            MinimumAge = Read(MipsSettingKind.MinimumAge, Age, DefaultMinimumAge),
            OpenUntil = Read(MipsSettingKind.ClosedAfter, SettingValue.Day, new DateOnly(year + 1, 3, 31)),
            AllowEmptyUpload = Read(MipsSettingKind.AllowEmptyUpload, SettingValue.Boolean, false),
            Tin = Read<string?>(MipsSettingKind.Tin, TaxNumber, null),
        };

        T Read<T>(MipsSettingKind kind, Func<string, string, T> parse, T missing)
        {
            var key = MipsSettingKey.All.Single(key => key.Kind == kind).Of(year);
            return texts.TryGetValue(key, out var text) ? parse(key, text) : missing;
        }
    }

    private static IReadOnlyList<string> StatesOf(string key, string text)
    {
        var states = SettingValue.List(key, text).Select(state => state.ToUpperInvariant()).Distinct(StringComparer.Ordinal).ToList();
        return states.All(IsState) ? states : throw SettingValue.Wrong(key, text, "a list of states, two letters each");
    }

    private static bool IsState(string state) => state.Length == 2 && state.All(char.IsAsciiLetterUpper);

    private static int Age(string key, string text) =>
        SettingValue.Integer(key, text) is >= 0 and <= 150 and var age ? age : throw SettingValue.Wrong(key, text, "an age in years");

    private static string? TaxNumber(string key, string text)
    {
        var digits = text.Replace("-", "", StringComparison.Ordinal).Trim();
        return digits.Length == 0 ? null
            : digits.Length == 9 && digits.All(char.IsAsciiDigit) ? digits
            : throw SettingValue.Wrong(key, text, "nine digits");
    }
}
