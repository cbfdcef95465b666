using System.Text.Json;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.Values;

namespace HealthGraph.GraphQL.TypeSystem.Scalars;

/// <summary>How scalars show a value they refuse.</summary>
internal static class ScalarText
{
    public static string Print(ValueNode literal) => Language.Printer.Print(literal);

    public static string Inspect(object? value) => Inspection.Inspect(value);

    /// <summary>What a resolver returned, with a JSON leaf taken out of its wrapping and an enum as its name.</summary>
    public static object Unwrap(object value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
        JsonElement { ValueKind: JsonValueKind.True } => true,
        JsonElement { ValueKind: JsonValueKind.False } => false,
        JsonElement { ValueKind: JsonValueKind.Number } json => json.TryGetInt64(out var whole) ? whole : json.GetDouble(),
        Enum name => name.ToString(),
        _ => value,
    };
}
