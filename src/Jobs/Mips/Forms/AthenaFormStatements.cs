using System.Globalization;
using HealthGraph.Domain.Mips;
using HealthGraph.Jobs.Athena;
using Npgsql;

namespace HealthGraph.Jobs.Mips.Forms;

/// <summary>What Athena is asked for the forms of a year and state.</summary>
/// <remarks>
/// delivery.md, 2.2. Names come from the settings, where they can be nothing but names; ids of care plans are UUIDs. What else varies is a
/// parameter.
/// </remarks>
internal sealed class AthenaFormStatements(MipsFormOptions options, int daysBeforeFirstVisit)
{
    // The table's day may be one of any time zone.
    private const int DaysOfSlack = 2;

    /// <returns>Nothing when no care plan needs forms.</returns>
    public async Task<IReadOnlyList<AthenaStatement>> MakeAsync(NpgsqlConnection connection, int year, string state, CancellationToken cancellationToken)
    {
        if (options.ByCarePlan)
        {
            var plans = await MipsCarePlans.ListAsync(connection, year, state, cancellationToken);
            return [.. plans.Chunk(options.CarePlansPerQuery).Select(ByCarePlan)];
        }

        return await MipsCarePlans.FindFirstVisitAsync(connection, year, state, cancellationToken) is { } first ? [ByState(first, state)] : [];
    }

    /// <summary>One scan of all forms since the first one that can matter. There is no last day: a care plan's last score may be from any.</summary>
    public AthenaStatement ByState(DateTimeOffset firstVisit, string state)
    {
        var from = Literal(DateOnly.FromDateTime(firstVisit.UtcDateTime).AddDays(-daysBeforeFirstVisit - DaysOfSlack).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        var since = $"""AND "{options.DateColumn}" >= {(options.DateColumnIsText ? "?" : "CAST(? AS date)")}""";
        return options.StateColumn.Length == 0
            ? new AthenaStatement($"{Select}\n  {since}", [from])
            : new AthenaStatement($"{Select}\n  {since}\n  AND \"{options.StateColumn}\" = ?", [from, Literal(state)]);
    }

    public AthenaStatement ByCarePlan(IReadOnlyList<Guid> carePlans) =>
        new($"{Select}\n  AND CAST(care_plan_id AS varchar) IN ({string.Join(",", carePlans.Select(id => Literal(id.ToString("D"))))})", []);

    private string Select =>
        $"""
        SELECT {string.Join(", ", MipsFormFiles.Columns)}
        FROM {string.Join('.', options.Table.Split('.').Select(name => $"\"{name}\""))}
        WHERE score IS NOT NULL
        """;

    private static string Literal(string text) => $"'{text}'";
}
