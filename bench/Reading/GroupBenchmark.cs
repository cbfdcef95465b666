using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HealthGraph.Bench.Servers;
using Npgsql;

namespace HealthGraph.Bench.Reading;

/// <summary>Q4: all visit plans by the clinic's state and the month of the appointment, against the bare SQL; one request after the other.</summary>
/// <remarks>performance.md, Reading.</remarks>
internal static class GroupBenchmark
{
    private const string Query = """
        { visitPlans { groups(by: [{ field: DESTINATION_STATE }, { field: APPOINTMENT_DATE, bucket: MONTH }], first: 10000) {
            key { destinationState appointmentDate } count min { createdAt } max { createdAt } } } }
        """;

    private const string Sql = """
        SELECT d.state, date_trunc('month', v.appointment_date, 'UTC'), count(*), min(v.created_at), max(v.created_at)
        FROM marketplace.visit_plan AS v
        LEFT JOIN matrix.appointment AS a ON a.appointment_id = v.appointment_id
        LEFT JOIN matrix.destination AS d ON d.id = a.destination_id
        GROUP BY 1, 2
        ORDER BY 1, 2
        """;

    private const int RequestsOfRound = 3;

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchDatabase database, BenchOptions options)
    {
        await using var server = await ServerProcess.StartAsync(
            "/health/live",
            url => (Path.Combine(AppContext.BaseDirectory, "HealthGraph.Api.dll"), ["serve", "--no-jobs", "--port", new Uri(url).Port.ToString(CultureInfo.InvariantCulture)]),
            database.ConnectionString);
        using var client = new HttpClient { BaseAddress = new Uri(server.Url), Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", database.Key);
        await using var bare = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            CommandTimeout = 0,
            Options = "-c plan_cache_mode=force_custom_plan -c jit=off",
        }.ConnectionString);

        var times = (Ours: new List<double>(), Bare: new List<double>());
        for (var round = -1; round < options.Rounds; round++)
        {
            for (var i = 0; i < RequestsOfRound; i++)
            {
                var ours = await TimeAsync(() => AskAsync(client));
                var limit = await TimeAsync(() => ReadAsync(bare));
                if (round >= 0)
                {
                    times.Ours.Add(ours);
                    times.Bare.Add(limit);
                }
            }
        }

        var groups = await ReadAsync(bare);
        var answered = await AskAsync(client);
        return groups == answered
            ? [new Figure($"Q4 {groups:#,0} groups by state and month", "ms", Figure.Median(times.Ours), Figure.Median(times.Bare), "≤ 1.05")]
            : throw new InvalidOperationException($"The answer has {answered} groups, and the bare SQL {groups}.");
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var started = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task<int> AskAsync(HttpClient client)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new { query = Query }), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/graphql", content);
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return json.RootElement.GetProperty("data").GetProperty("visitPlans").GetProperty("groups").GetArrayLength();
    }

    private static async Task<int> ReadAsync(NpgsqlDataSource bare)
    {
        await using var command = bare.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync();
        var groups = 0;
        while (await reader.ReadAsync())
        {
            _ = reader.IsDBNull(0) ? null : reader.GetString(0);
            _ = reader.GetDateTime(1);
            _ = reader.GetInt64(2);
            _ = reader.GetDateTime(3);
            _ = reader.GetDateTime(4);
            groups++;
        }

        return groups;
    }
}
