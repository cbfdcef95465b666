using Npgsql;

namespace HealthGraph.Domain.Mips;

/// <summary><c>mips.state</c>: the states that there are.</summary>
public static class MipsStateTable
{
    /// <summary>The first of these that is no state; null when all are.</summary>
    public static async Task<string?> FirstUnknownAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> states, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT asked.state
            FROM unnest(@states) WITH ORDINALITY AS asked (state, place)
            WHERE NOT EXISTS (SELECT FROM mips.state AS known WHERE known.state = asked.state)
            ORDER BY asked.place
            LIMIT 1
            """,
            connection);
        command.Parameters.AddWithValue("states", states.ToArray());
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
