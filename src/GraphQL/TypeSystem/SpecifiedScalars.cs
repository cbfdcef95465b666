using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem.Scalars;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>The five scalars of the specification; rules and messages are graphql-js's.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars</remarks>
public static class SpecifiedScalars
{
    /// <summary>Whole numbers of 32 bits.</summary>
    public static ScalarType Int { get; } = new("Int")
    {
        Description = "The `Int` scalar type represents non-fractional signed whole numeric values. Int can represent values " +
            "between -(2^31) and 2^31 - 1.",
        CoerceOutputValue = static value => IntRules.Output(value),
        CoerceInputValue = static input => IntRules.Input(input),
        CoerceInputLiteral = static literal => IntRules.Literal(literal),
    };

    /// <summary>Finite numbers of double precision.</summary>
    public static ScalarType Float { get; } = new("Float")
    {
        Description = "The `Float` scalar type represents signed double-precision fractional values as specified by " +
            "[IEEE 754](https://en.wikipedia.org/wiki/IEEE_floating_point).",
        CoerceOutputValue = static value => FloatRules.Output(value),
        CoerceInputValue = static input => FloatRules.Input(input),
        CoerceInputLiteral = static literal => FloatRules.Literal(literal),
    };

    /// <summary>Text.</summary>
    public static ScalarType String { get; } = new("String")
    {
        Description = "The `String` scalar type represents textual data, represented as UTF-8 character sequences. The String " +
            "type is most often used by GraphQL to represent free-form human-readable text.",
        CoerceOutputValue = static value => StringRules.Output(value),
        CoerceInputValue = static input => StringRules.Input(input),
        CoerceInputLiteral = static literal => literal is StringValueNode text
            ? text.Value
            : throw new ValueCoercionException($"String cannot represent a non string value: {ScalarText.Print(literal)}"),
    };

    /// <summary>True or false.</summary>
    public static ScalarType Boolean { get; } = new("Boolean")
    {
        Description = "The `Boolean` scalar type represents `true` or `false`.",
        CoerceOutputValue = static value => BooleanRules.Output(value),
        CoerceInputValue = static input => BooleanRules.Input(input),
        CoerceInputLiteral = static literal => literal is BooleanValueNode condition
            ? condition.Value
            : throw new ValueCoercionException($"Boolean cannot represent a non boolean value: {ScalarText.Print(literal)}"),
    };

    /// <summary>Text that identifies; a whole number is taken for its text.</summary>
    public static ScalarType ID { get; } = new("ID")
    {
        Description = "The `ID` scalar type represents a unique identifier, often used to refetch an object or as key for a " +
            "cache. The ID type appears in a JSON response as a String; however, it is not intended to be human-readable. When " +
            "expected as an input type, any string (such as `\"4\"`) or integer (such as `4`) input value will be accepted as an ID.",
        CoerceOutputValue = static value => IdRules.Output(value),
        CoerceInputValue = static input => IdRules.Input(input),
        CoerceInputLiteral = static literal => IdRules.Literal(literal),
    };

    /// <summary>All five.</summary>
    public static IReadOnlyList<ScalarType> All { get; } = [Int, Float, String, Boolean, ID];
}
