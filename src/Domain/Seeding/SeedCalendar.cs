namespace HealthGraph.Domain.Seeding;

/// <summary>The days that sample data lies in, and the clinics' clocks; a machine's own clock and time zone data play no part.</summary>
internal static class SeedCalendar
{
    /// <summary>"Today" of the sample data: later appointments have not been held.</summary>
    public static readonly DateOnly Today = new(2026, 11, 1);

    private static readonly DateOnly First = new(2019, 1, 7);

    /// <summary>A weekday on which a care plan begins; recent years have more.</summary>
    public static DateOnly CarePlanStart(SeedRandom random)
    {
        var days = Today.DayNumber - First.DayNumber;
        var back = Math.Min(random.Next(days), random.Next(days));
        return Weekday(Today.AddDays(-back));
    }

    public static DateOnly Weekday(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(2),
        DayOfWeek.Sunday => day.AddDays(1),
        _ => day,
    };

    /// <summary>The clinic's own time, with the offset it has on that day.</summary>
    public static DateTimeOffset At(SeedClinic clinic, DateOnly day, int minutesAfterMidnight) =>
        new(
            day.ToDateTime(TimeOnly.MinValue).AddMinutes(minutesAfterMidnight),
            TimeSpan.FromHours(clinic.StandardOffsetHours + (clinic.SavesDaylight && IsSummerTime(day) ? 1 : 0)));

    // From the second Sunday of March to the first of November. Clinics are closed in the hour that changes.
    private static bool IsSummerTime(DateOnly day) => day >= Sunday(day.Year, 3, 2) && day < Sunday(day.Year, 11, 1);

    private static DateOnly Sunday(int year, int month, int which)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays(((7 - (int)first.DayOfWeek) % 7) + ((which - 1) * 7));
    }
}
