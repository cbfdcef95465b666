using System.Runtime.CompilerServices;
using Npgsql;

namespace HealthGraph.Domain.CarePlans;

/// <summary>Replays care plans from the event store.</summary>
internal static class CarePlanEventReader
{
    /// <summary>Every care plan of the store, in the order of their ids.</summary>
    public static IAsyncEnumerable<Replay> ReplayAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(
            """
            SELECT aggregate_id, version, position, created_at, event_type, data
            FROM eventstore.care_plan_event
            ORDER BY aggregate_id, version
            """,
            connection)
        {
            // As long as the store is large.
            CommandTimeout = 0,
        };
        return ReplayAsync(command, limits: null, cancellationToken);
    }

    /// <summary>The named care plans. A limit is an event that another part has found it cannot get past.</summary>
    public static IAsyncEnumerable<Replay> ReplayAsync(
        NpgsqlConnection connection,
        IReadOnlyCollection<Guid> aggregateIds,
        IReadOnlyDictionary<Guid, ReplayFailure>? limits,
        CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(
            """
            SELECT aggregate_id, version, position, created_at, event_type, data
            FROM eventstore.care_plan_event
            WHERE aggregate_id = ANY($1)
            ORDER BY aggregate_id, version
            """,
            connection)
        {
            CommandTimeout = 0,
            Parameters = { new() { Value = aggregateIds.ToArray() } },
        };
        return ReplayAsync(command, limits, cancellationToken);
    }

    private static async IAsyncEnumerable<Replay> ReplayAsync(
        NpgsqlCommand command,
        IReadOnlyDictionary<Guid, ReplayFailure>? limits,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var _ = command;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        CarePlanStream? stream = null;
        var current = Guid.Empty;
        while (await reader.ReadAsync(cancellationToken))
        {
            var aggregateId = reader.GetGuid(0);
            if (stream is null || aggregateId != current)
            {
                if (stream is not null)
                {
                    yield return stream.End();
                }

                current = aggregateId;
                stream = new CarePlanStream(aggregateId, limits?.GetValueOrDefault(aggregateId));
            }

            stream.Add(ReadEvent(reader));
        }

        if (stream is not null)
        {
            yield return stream.End();
        }
    }

    private static StoredEvent ReadEvent(NpgsqlDataReader reader) =>
        new(
            new EventStamp(reader.GetInt32(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3)),
            reader.GetString(4),
            reader.GetFieldValue<byte[]>(5));
}
