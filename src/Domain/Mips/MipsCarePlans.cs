using System.Diagnostics.CodeAnalysis;
using Npgsql;
using NpgsqlTypes;

namespace HealthGraph.Domain.Mips;

/// <summary>Care plans with a completed visit that may be of a year and state: those whose forms an export asks for.</summary>
public static class MipsCarePlans
{
    private const string CarePlans =
        """
        SELECT DISTINCT appointment.care_plan_id
        FROM matrix.appointment AS appointment
        JOIN matrix.destination AS destination ON destination.id = appointment.destination_id
        WHERE appointment.time_start >= make_timestamptz(@year, 1, 1, 0, 0, 0, 'UTC') - interval '1 day'
          AND appointment.time_start < make_timestamptz(@year + 1, 1, 1, 0, 0, 0, 'UTC') + interval '1 day'
          AND appointment.status = 'completed'
          AND destination.state = @state
        """;

    /// <summary>In the order of their ids.</summary>
    public static async Task<List<Guid>> ListAsync(NpgsqlConnection connection, int year, string state, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, $"{CarePlans} ORDER BY appointment.care_plan_id", year, state);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    /// <summary>Their first completed visit, of whatever year and place; null when there is none of them.</summary>
    public static async Task<DateTimeOffset?> FindFirstVisitAsync(NpgsqlConnection connection, int year, string state, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            $"""
            SELECT min(visit.time_start)
            FROM matrix.appointment AS visit
            WHERE visit.status = 'completed'
              AND isfinite(visit.time_start)
              AND visit.care_plan_id IN ({CarePlans})
            """,
            year,
            state);
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime first ? new DateTimeOffset(first, TimeSpan.Zero) : null;
    }

    [SuppressMessage("Security", "CA2100", Justification = "The statements are constants.")]
    private static NpgsqlCommand Command(NpgsqlConnection connection, string statement, int year, string state)
    {
        var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        command.Parameters.AddWithValue("year", year);
        command.Parameters.AddWithValue("state", NpgsqlDbType.Char, state);
        return command;
    }
}
