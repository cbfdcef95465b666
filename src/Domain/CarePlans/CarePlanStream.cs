using System.Globalization;
using System.Text.Json;
using HealthGraph.Domain.CarePlans.Events;

namespace HealthGraph.Domain.CarePlans;

/// <summary>An event as the store has it, not yet read.</summary>
public readonly record struct StoredEvent(EventStamp Stamp, string EventType, ReadOnlyMemory<byte> Data);

/// <summary>Why a replay stopped, so that a person can see what to do.</summary>
public enum ReplayFailureKind
{
    MissingVersion,
    UnknownEventType,
    InvalidData,
    Conflict,
}

/// <summary>The event that a replay could not get past.</summary>
public sealed record ReplayFailure(ReplayFailureKind Kind, int Version, string? EventType, string Reason);

/// <summary>A care plan up to its last event, or up to the one that failed. Null when the first one did.</summary>
public sealed record Replay(Guid AggregateId, CarePlan? CarePlan, ReplayFailure? Failure);

/// <summary>Replays a care plan's events in the order of their versions, and stops before the first that cannot be applied.</summary>
public sealed class CarePlanStream(Guid aggregateId, ReplayFailure? limit = null)
{
    private readonly CarePlan _carePlan = new(aggregateId);
    private ReplayFailure? _failure;
    private int? _next;

    /// <summary>Takes the stream's next event, which has a greater version than all before it.</summary>
    public void Add(in StoredEvent stored)
    {
        // Versions begin with 1; a writer that began with 0 is understood.
        _next ??= stored.Stamp.Version == 0 ? 0 : 1;
        if (_failure is not null)
        {
            return;
        }

        _failure = Check(stored.Stamp.Version, stored.EventType) ?? Apply(stored);
        _next++;
    }

    public Replay End() => new(aggregateId, _carePlan.Id == Guid.Empty ? null : _carePlan, _failure);

    private ReplayFailure? Check(int version, string eventType)
    {
        if (version != _next)
        {
            return new ReplayFailure(
                ReplayFailureKind.MissingVersion,
                _next ?? 1,
                EventType: null,
                string.Create(CultureInfo.InvariantCulture, $"Version {_next} is missing; version {version} and what follows wait for it."));
        }

        if (version >= limit?.Version)
        {
            return limit with { Version = version, EventType = eventType };
        }

        return CarePlanEventFormat.IsKnown(eventType)
            ? null
            : new ReplayFailure(ReplayFailureKind.UnknownEventType, version, eventType, "This release does not know the event type.");
    }

    private ReplayFailure? Apply(in StoredEvent stored)
    {
        try
        {
            _carePlan.Apply(CarePlanEventFormat.Read(stored.EventType, stored.Data.Span), stored.Stamp);
            return null;
        }
        catch (Exception e) when (e is JsonException or CarePlanEventException)
        {
            return new ReplayFailure(ReplayFailureKind.InvalidData, stored.Stamp.Version, stored.EventType, e.Message);
        }
    }
}
