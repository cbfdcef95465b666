using System.Diagnostics;
using System.Globalization;
using HealthGraph.Bench.Servers;
using Npgsql;

namespace HealthGraph.Bench.Tables;

/// <summary>All appointments as CSV over HTTP, against <c>COPY (the same SELECT) TO STDOUT (FORMAT csv)</c>; both are read and thrown away.</summary>
/// <remarks>performance.md, Other paths.</remarks>
internal static class TableBenchmark
{
    private const string Query =
        "query Appointments { appointments { nodes { appointmentId carePlanId createdAt timeStart timeEnd status type therapist { npi lastName } destination { clinicId state } } } }";

    private const string Copy = """
        COPY (
            SELECT a.appointment_id AS "appointmentId", a.care_plan_id AS "carePlanId", a.created_at AS "createdAt", a.time_start AS "timeStart", a.time_end AS "timeEnd", a.status, a.type,
                t.npi AS "therapist.npi", t.last_name AS "therapist.lastName", d.clinic_id AS "destination.clinicId", d.state AS "destination.state"
            FROM api.appointment AS a
            LEFT JOIN api.therapist AS t ON t.id = a.therapist_id
            LEFT JOIN api.destination AS d ON d.id = a.destination_id
            ORDER BY a.time_start, a.appointment_id
        ) TO STDOUT (FORMAT csv, HEADER)
        """;

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchDatabase database, BenchOptions options)
    {
        await using var server = await ServerProcess.StartAsync(
            "/health/live",
            url => (Path.Combine(AppContext.BaseDirectory, "HealthGraph.Api.dll"), ["serve", "--no-jobs", "--port", new Uri(url).Port.ToString(CultureInfo.InvariantCulture)]),
            database.ConnectionString);
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new("Bearer", database.Key);

        await using var count = database.DataSource.CreateCommand("SELECT count(*) FROM api.appointment");
        var rows = (long)(await count.ExecuteScalarAsync())!;
        var rates = (Csv: new List<double>(), Ndjson: new List<double>(), Copy: new List<double>());
        var idle = server.PeakMegabytes;
        for (var round = -1; round < options.Rounds; round++)
        {
            var copy = await TimeAsync(() => CopyAsync(database));
            var csv = await TimeAsync(() => GetAsync(client, server.Url, "csv"));
            var ndjson = await TimeAsync(() => GetAsync(client, server.Url, "ndjson"));
            if (round >= 0)
            {
                rates.Copy.Add(rows / copy);
                rates.Csv.Add(rows / csv);
                rates.Ndjson.Add(rows / ndjson);
            }
        }

        return
        [
            new Figure($"{rows:#,0} rows as CSV", "rows/s", Figure.Median(rates.Csv), Figure.Median(rates.Copy), "≥ 0.60"),
            new Figure("the same as NDJSON", "rows/s", Figure.Median(rates.Ndjson), Figure.Median(rates.Copy), "–"),
            new Figure("peak memory of the server (limit: before the first table)", "MB", server.PeakMegabytes, idle, "–"),
        ];
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var started = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task GetAsync(HttpClient client, string url, string format)
    {
        await using var body = await client.GetStreamAsync($"{url}/graphql?format={format}&query={Uri.EscapeDataString(Query)}");
        await body.CopyToAsync(Stream.Null);
    }

    private static async Task CopyAsync(BenchDatabase database)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            CommandTimeout = 0,
            Options = "-c jit=off",
            Timezone = "UTC",
        }.ConnectionString);
        await connection.OpenAsync();
        using var reader = (StreamReader)await connection.BeginTextExportAsync(Copy);
        await reader.BaseStream.CopyToAsync(Stream.Null);
    }
}
