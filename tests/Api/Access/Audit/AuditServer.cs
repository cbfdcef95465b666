using System.Globalization;
using HealthGraph.Testing.Postgres;

namespace HealthGraph.Api.Tests.Access.Audit;

/// <summary>A server with two patients, and what its audit holds.</summary>
internal static class AuditServer
{
    public const string Ada = "00000000-0000-0000-0000-000000000001";

    public const string Rows =
        """
        INSERT INTO marketplace.patient (id, first_name, last_name, state)
        VALUES ('00000000-0000-0000-0000-000000000001', 'Adalbertine', 'Invented', 'CA'), ('00000000-0000-0000-0000-000000000002', 'Benvenuto', 'Invented', 'TX');
        INSERT INTO immunisation.team (id, name) VALUES (1, 'North'), (2, 'South');
        INSERT INTO immunisation.patient_team
        VALUES
            ('00000000-0000-0000-0000-000000000001', 1, '{0,2,6}'),
            ('00000000-0000-0000-0000-000000000001', 2, '{0}'),
            ('00000000-0000-0000-0000-000000000002', 1, '{1}');
        """;

    public static async Task<ApiServer> StartAsync(PostgresServer postgres, params (string Key, string? Value)[] settings)
    {
        var api = new ApiServer(postgres);
        foreach (var (key, value) in settings)
        {
            api.Settings[key] = value;
        }

        await api.InitializeAsync();
        await api.Database.ExecuteAsync(Rows);
        return api;
    }

    /// <summary>What was recorded until now, as texts: events are written in the order in which they end, so one more tells that the others are there.</summary>
    public static async Task<List<string>> EventsAsync(ApiServer api)
    {
        await api.QueryAsync("query Last { patients(first: 0) { totalCount } }");
        await HoldsAsync(api, "operation_name = 'Last'");
        var rows = await api.Database.RowsAsync("""
            SELECT concat_ws(' ', kind, outcome, field, relation), patient_rows, groups, is_counted, format
            FROM access.audit_event
            WHERE operation_name IS DISTINCT FROM 'Last'
            ORDER BY at, relation
            """);
        return [.. rows.Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{row[0]}: {row[1]} rows, {row[2]} groups{((bool)row[3]! ? ", counted" : "")}, {row[4]}"))];
    }

    /// <summary>Waits for an event.</summary>
    public static Task HoldsAsync(ApiServer api, string condition) => Eventually.HoldsAsync(
        () => api.Database.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM access.audit_event WHERE {condition})"), $"No event came for which {condition}.");
}
