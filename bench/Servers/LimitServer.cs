using System.Text.Json;
using HealthGraph.Domain.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HealthGraph.Bench.Servers;

/// <summary>
/// The limit: the same answers from SQL written by hand, rows from Npgsql written by Utf8JsonWriter into the response, on ASP.NET
/// Core with nothing else in the way.
/// </summary>
internal static class LimitServer
{
    private const string FlatColumns =
        "id, created_at, published_at, appointment_date, plan_text, continuation, anticipated_discharge_date, prescribed_by_id, appointment_id";

    private const string Filter = """
        FROM marketplace.visit_plan
        WHERE published_at IS NOT NULL
          AND appointment_date >= $1
          AND appointment_date < $2
          AND (created_at, id) > ($3, $4)
        ORDER BY created_at, id
        """;

    private const string Nested = $"""
        SELECT
            p.id, p.created_at, p.plan_text,
            c.care_plan_number, c.affected_body_part, c.started_on,
            a.time_start, a.status,
            t.npi, t.last_name,
            e.position, e.visits_per_week, e.weeks,
            c.id IS NOT NULL, a.id IS NOT NULL, t.id IS NOT NULL
        FROM (SELECT id, created_at, plan_text, care_plan_aggregate_id, appointment_id {Filter} LIMIT 101) AS p
        LEFT JOIN matrix.care_plan AS c ON c.aggregate_id = p.care_plan_aggregate_id
        LEFT JOIN matrix.appointment AS a ON a.appointment_id = p.appointment_id
        LEFT JOIN matrix.therapist AS t ON t.id = a.therapist_id
        LEFT JOIN LATERAL (
            SELECT
                array_agg(position ORDER BY position) AS position,
                array_agg(visits_per_week ORDER BY position) AS visits_per_week,
                array_agg(weeks ORDER BY position) AS weeks
            FROM marketplace.visit_plan_entry
            WHERE visit_plan_id = p.id
        ) AS e ON TRUE
        ORDER BY p.created_at, p.id
        """;

    public static async Task RunAsync(string url, string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Options = "-c plan_cache_mode=force_custom_plan -c jit=off" };
        await using var dataSource = DatabaseConnection.Create(settings.ConnectionString);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.MapGet("/ready", () => "ready");
        app.MapPost("/q1", context => WriteAsync(context, dataSource, $"SELECT {FlatColumns} {Filter} LIMIT 101", 1, 100, WriteFlat));
        app.MapPost("/q2", context => WriteAsync(context, dataSource, Nested, 1, 100, WriteNested));
        app.MapPost("/q3", context => WriteAsync(context, dataSource, $"SELECT {FlatColumns} {Filter} LIMIT 1001", 5, 1000, WriteFlat));
        await app.RunAsync();
    }

    private static async Task WriteAsync(
        HttpContext context, NpgsqlDataSource dataSource, string sql, int pages, int rows, Action<NpgsqlDataReader, Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartArray();
        for (var page = 0; page < pages; page++)
        {
            await using var command = dataSource.CreateCommand(sql);
            var (after, id) = PageRequests.Cursors[page];
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = PageRequests.From });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = PageRequests.To });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = after });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
            for (var i = 0; i < rows && await reader.ReadAsync(context.RequestAborted); i++)
            {
                write(reader, json);
                if (json.BytesPending > 32 * 1024)
                {
                    await json.FlushAsync(context.RequestAborted);
                }
            }
        }

        json.WriteEndArray();
        await json.FlushAsync(context.RequestAborted);
    }

    private static void WriteFlat(NpgsqlDataReader reader, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("visitPlanId"u8, reader.GetGuid(0));
        json.WriteString("createdAt"u8, reader.GetDateTime(1));
        json.WriteString("publishedAt"u8, reader.GetDateTime(2));
        json.WriteString("appointmentDate"u8, reader.GetDateTime(3));
        json.WriteString("planText"u8, reader.GetString(4));
        json.WriteBoolean("continuation"u8, reader.GetBoolean(5));
        if (reader.IsDBNull(6))
        {
            json.WriteNull("anticipatedDischargeDate"u8);
        }
        else
        {
            json.WriteString("anticipatedDischargeDate"u8, reader.GetDateTime(6));
        }

        json.WriteString("prescribedById"u8, reader.GetGuid(7));
        json.WriteString("appointmentId"u8, reader.GetGuid(8));
        json.WriteEndObject();
    }

    private static void WriteNested(NpgsqlDataReader reader, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("visitPlanId"u8, reader.GetGuid(0));
        json.WriteString("createdAt"u8, reader.GetDateTime(1));
        json.WriteString("planText"u8, reader.GetString(2));
        json.WriteStartObject("carePlan"u8);
        json.WriteNumber("carePlanNumber"u8, reader.IsDBNull(3) ? 0 : reader.GetInt32(3));
        json.WriteString("affectedBodyPart"u8, reader.IsDBNull(4) ? null : reader.GetString(4));
        json.WriteString("startedOn"u8, reader.IsDBNull(5) ? default : reader.GetDateTime(5));
        json.WriteEndObject();
        json.WriteStartObject("appointment"u8);
        json.WriteString("timeStart"u8, reader.IsDBNull(6) ? default : reader.GetDateTime(6));
        json.WriteString("status"u8, reader.IsDBNull(7) ? null : reader.GetString(7));
        json.WriteEndObject();
        json.WriteStartObject("therapist"u8);
        json.WriteString("npi"u8, reader.IsDBNull(8) ? null : reader.GetString(8));
        json.WriteString("lastName"u8, reader.IsDBNull(9) ? null : reader.GetString(9));
        json.WriteEndObject();
        json.WriteStartArray("entries"u8);
        if (!reader.IsDBNull(10))
        {
            var positions = reader.GetFieldValue<int[]>(10);
            var visits = reader.GetFieldValue<int[]>(11);
            var weeks = reader.GetFieldValue<int[]>(12);
            for (var i = 0; i < positions.Length; i++)
            {
                json.WriteStartObject();
                json.WriteNumber("position"u8, positions[i]);
                json.WriteNumber("visitsPerWeek"u8, visits[i]);
                json.WriteNumber("weeks"u8, weeks[i]);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
