using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HealthGraph.Domain.CarePlans.Events;

/// <summary>Events as the store keeps them: the name of the type, and its fields as JSON in snake_case.</summary>
public static class CarePlanEventFormat
{
    private static readonly Dictionary<string, JsonTypeInfo> Types = new JsonTypeInfo[]
    {
        CarePlanEventContext.Default.CarePlanCreated,
        CarePlanEventContext.Default.PhysicianAttached,
        CarePlanEventContext.Default.ClinicChanged,
        CarePlanEventContext.Default.AppointmentAdded,
        CarePlanEventContext.Default.AppointmentRescheduled,
        CarePlanEventContext.Default.AppointmentCancelled,
        CarePlanEventContext.Default.TherapistStartedSession,
        CarePlanEventContext.Default.TherapistFinishedSession,
        CarePlanEventContext.Default.CarePlanCompleted,
    }.ToDictionary(type => type.Type.Name);

    /// <summary>Every event type that this release knows.</summary>
    public static IReadOnlyCollection<string> KnownTypes => Types.Keys;

    public static bool IsKnown(string eventType) => Types.ContainsKey(eventType);

    /// <exception cref="JsonException">A field is missing or is not what it should be.</exception>
    public static CarePlanEvent Read(string eventType, ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, Types[eventType]) as CarePlanEvent
            ?? throw new JsonException("The data is null.");

    public static string TypeOf(CarePlanEvent e) => e.GetType().Name;

    public static byte[] Write(CarePlanEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, Types[TypeOf(e)]);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(OffsetDateTimeConverter)])]
[JsonSerializable(typeof(CarePlanCreated))]
[JsonSerializable(typeof(PhysicianAttached))]
[JsonSerializable(typeof(ClinicChanged))]
[JsonSerializable(typeof(AppointmentAdded))]
[JsonSerializable(typeof(AppointmentRescheduled))]
[JsonSerializable(typeof(AppointmentCancelled))]
[JsonSerializable(typeof(TherapistStartedSession))]
[JsonSerializable(typeof(TherapistFinishedSession))]
[JsonSerializable(typeof(CarePlanCompleted))]
internal sealed partial class CarePlanEventContext : JsonSerializerContext;
