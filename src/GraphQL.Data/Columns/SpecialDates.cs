using System.Globalization;

namespace HealthGraph.GraphQL.Data.Columns;

/// <summary>Days and instants past the years 1 to 9999, as PostgreSQL writes them: the infinities, years before Christ, years of five digits.</summary>
internal static class SpecialDates
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    // 1 March of the year 0 in the calendar carried back: years that begin in March end with the leap day.
    private const long EpochFromMarchOfYearZero = 730_425;
    private const long DaysOfFourCenturies = 146_097;

    public static string Date(int days) => days switch
    {
        int.MaxValue => "infinity",
        int.MinValue => "-infinity",
        _ => Day(days, out var beforeChrist) + beforeChrist,
    };

    public static string Timestamp(long microseconds)
    {
        if (microseconds is long.MaxValue or long.MinValue)
        {
            return microseconds > 0 ? "infinity" : "-infinity";
        }

        var days = Math.DivRem(microseconds, MicrosecondsPerDay, out var rest);
        if (rest < 0)
        {
            days--;
            rest += MicrosecondsPerDay;
        }

        var time = TimeSpan.FromMicroseconds(rest).ToString(@"hh\:mm\:ss\.ffffff", CultureInfo.InvariantCulture).TrimEnd('0').TrimEnd('.');
        return $"{Day(days, out var beforeChrist)} {time}+00{beforeChrist}";
    }

    private static string Day(long daysSince2000, out string beforeChrist)
    {
        var fromMarch = daysSince2000 + EpochFromMarchOfYearZero;
        var era = (fromMarch >= 0 ? fromMarch : fromMarch - DaysOfFourCenturies + 1) / DaysOfFourCenturies;
        var dayOfEra = fromMarch - (era * DaysOfFourCenturies);
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1;
        var month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        beforeChrist = year <= 0 ? " BC" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{(year <= 0 ? 1 - year : year):0000}-{month:00}-{day:00}");
    }
}
