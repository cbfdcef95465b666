using System.Globalization;
using HealthGraph.Domain.Errors;
using HealthGraph.Domain.Mips;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HealthGraph.Jobs.Mips;

/// <summary>
/// Whether each year that the schedule has to deliver was exported lately. Degraded when not: somebody has to look, and a node that
/// serves goes on serving.
/// </summary>
internal sealed class MipsExportHealthCheck(NpgsqlDataSource dataSource, IOptions<MipsExportOptions> options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!options.Value.Nightly)
        {
            return HealthCheckResult.Healthy();
        }

        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            var settings = await SettingsAsync(connection, cancellationToken);
            var succeeded = await SuccessesAsync(connection, cancellationToken);
            var problems = Years().Select(year => Problem(year, settings, succeeded)).OfType<string>().ToList();
            return problems.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(" ", problems));
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            return HealthCheckResult.Degraded("The database does not answer.");
        }
    }

    private string? Problem(int year, Dictionary<string, (string Text, DateTime ChangedAt)> settings, Dictionary<string, DateTime> succeeded)
    {
        MipsSettings ofYear;
        try
        {
            ofYear = MipsSettings.From(year, settings.ToDictionary(setting => setting.Key, setting => setting.Value.Text));
        }
        catch (HealthGraphException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"A setting of {year} cannot be read, so the year is not exported.");
        }

        if (!ofYear.IsEnabled || Today() > ofYear.OpenUntil)
        {
            return null;
        }

        // A year that has just been switched on waits for its first night.
        var since = settings[MipsSettingKey.All.Single(key => key.Kind == MipsSettingKind.Enabled).Of(year)].ChangedAt;
        if (succeeded.TryGetValue(year.ToString(CultureInfo.InvariantCulture), out var last) && last > since)
        {
            since = last;
        }

        var within = options.Value.SuccessWithin;
        return time.GetUtcNow().UtcDateTime - since <= within
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{year} was not exported within {within.TotalHours:0.#} hours.");
    }

    private IEnumerable<int> Years() => Enumerable.Range(MipsSettings.FirstYear, Math.Max(0, Today().Year - MipsSettings.FirstYear + 1));

    private DateOnly Today() => DateOnly.FromDateTime(
        TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone)).DateTime);

    private static async Task<Dictionary<string, (string Text, DateTime ChangedAt)>> SettingsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT key, value, changed_at FROM settings.setting WHERE starts_with(key, 'healthmonix_') AND value IS NOT NULL", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var settings = new Dictionary<string, (string, DateTime)>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            settings.Add(reader.GetString(0), (reader.GetString(1), reader.GetDateTime(2)));
        }

        return settings;
    }

    // Of all of a year, with delivery: what somebody tries out with some states, or without, is no night's export.
    private static async Task<Dictionary<string, DateTime>> SuccessesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT active_key, max(finished_at)
            FROM jobs.run
            WHERE kind = @kind
              AND state = 'SUCCEEDED'
              AND arguments -> 'states' IS NULL
              AND coalesce((arguments ->> 'upload')::boolean, true)
              AND NOT coalesce((arguments ->> 'dryRun')::boolean, false)
            GROUP BY active_key
            """,
            connection);
        command.Parameters.AddWithValue("kind", MipsExportRun.Kind);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var successes = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            successes.Add(reader.GetString(0), reader.GetDateTime(1));
        }

        return successes;
    }
}
