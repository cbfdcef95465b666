using System.Text.RegularExpressions;
using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Data.Groups;

/// <summary>The time zones that buckets can be asked in.</summary>
internal static partial class TimeZoneNames
{
    // PostgreSQL would also take `EST5EDT,M3.2.0` or `+3`, whose sign means the opposite of what most expect.
    public static string Check(string name) => Iana().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)
        ? name
        : throw new GraphQLException(
            $"`timeZone` must be the IANA name of a time zone, such as `America/Los_Angeles` or `UTC`, not `{name}`.", ErrorCodes.InvalidFilter);

    [GeneratedRegex(@"^(UTC|[A-Za-z]{1,20}(/[A-Za-z0-9_+-]{1,30}){1,2})\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Iana();
}
