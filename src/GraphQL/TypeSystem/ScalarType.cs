using System.Text.Json;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>A leaf value with rules of its own.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Scalars</remarks>
public sealed class ScalarType(string name) : NamedType(name)
{
    /// <summary>Where the format is written down (<c>@specifiedBy</c>).</summary>
    public string? SpecifiedByUrl { get; init; }

    /// <summary>
    /// Turns what a resolver returned into what the response holds: string, bool, int, long, double, decimal, or a
    /// <see cref="JsonElement"/>. Throws <see cref="ValueCoercionException"/> for a value the scalar cannot hold.
    /// </summary>
    public Func<object, object?> CoerceOutputValue { get; init; } = static value => value;

    /// <summary>
    /// Turns a variable's JSON value (never null) into the value a resolver gets. Throws <see cref="ValueCoercionException"/>
    /// with a sentence for the caller.
    /// </summary>
    public Func<JsonElement, object?> CoerceInputValue { get; init; } = static value => value;

    /// <summary>
    /// Turns a literal (never null, variables already replaced) into the value a resolver gets. Throws
    /// <see cref="ValueCoercionException"/>. Null: the literal is turned into JSON and given to <see cref="CoerceInputValue"/>.
    /// </summary>
    public Func<ValueNode, object?>? CoerceInputLiteral { get; init; }
}

/// <summary>A value that does not fit its type; the message is meant for the caller.</summary>
public sealed class ValueCoercionException(string message) : Exception(message);
