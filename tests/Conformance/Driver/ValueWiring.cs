using System.Text.Json;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.Conformance.Driver;

/// <summary>
/// For cases that bring their own data: fields read the given root value, fail where it says <c>{"__throw": message}</c>, and one whose
/// name begins with <c>echo</c> returns its coerced arguments as JSON.
/// </summary>
public static class ValueWiring
{
    public static SdlSchemaOptions Options { get; } = new()
    {
        ResolverOf = static (_, field, _) => field.Name.Value.StartsWith("echo", StringComparison.Ordinal)
            ? static context => new(JsonSerializer.Serialize(context.Arguments))
            : static context => new(Read(context)),
        SubscriberOf = static (_, _) => static context => new(OneEvent.Of(context.Parent)),
    };

    private static JsonElement Read(FieldContext context)
    {
        if (context.Parent is not JsonElement { ValueKind: JsonValueKind.Object } data || !data.TryGetProperty(context.Field.Name, out var value))
        {
            return default;
        }

        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty("__throw", out var message)
            ? throw new GraphQLException(message.GetString()!, "THROWN")
            : value;
    }
}
