using System.Text.Json;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.Conformance.Driver;

/// <summary>
/// For cases that bring their own data: fields read the given root value, and one whose name begins with <c>echo</c> returns its
/// coerced arguments as JSON.
/// </summary>
public static class ValueWiring
{
    public static SdlSchemaOptions Options { get; } = new()
    {
        ResolverOf = static (_, field, _) => field.Name.Value.StartsWith("echo", StringComparison.Ordinal)
            ? static context => new(JsonSerializer.Serialize(context.Arguments))
            : null,
    };
}
