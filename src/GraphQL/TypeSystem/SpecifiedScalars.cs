namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>The five scalars of the specification.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars</remarks>
public static class SpecifiedScalars
{
    public static ScalarType Int { get; } = new("Int");

    public static ScalarType Float { get; } = new("Float");

    public static ScalarType String { get; } = new("String");

    public static ScalarType Boolean { get; } = new("Boolean");

    public static ScalarType ID { get; } = new("ID");

    public static IReadOnlyList<ScalarType> All { get; } = [Int, Float, String, Boolean, ID];
}
