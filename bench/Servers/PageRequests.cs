namespace HealthGraph.Bench.Servers;

/// <summary>What both servers are asked for: a year of appointments, and pages that begin in the middle of it.</summary>
internal static class PageRequests
{
    public static readonly DateTime From = new(2023, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    public static readonly DateTime To = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Where the five pages begin: after these moments.</summary>
    public static readonly (DateTime CreatedAt, Guid Id)[] Cursors =
        [.. Enumerable.Range(2, 5).Select(month => (new DateTime(2023, month, 1, 0, 0, 0, DateTimeKind.Utc), Guid.Empty))];
}
