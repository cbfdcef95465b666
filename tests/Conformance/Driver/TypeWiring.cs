using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.TypeSystem;
using HealthGraph.GraphQL.TypeSystem.Sdl;

namespace HealthGraph.Conformance.Driver;

/// <summary>
/// Resolvers for a schema that nothing is known of but its SDL: every field has a value by its type, never null. Int 2, Float
/// 3.14, String "str", Boolean true, ID "id", a custom scalar "str", an enum its first value, a list exactly two items, a union
/// its alphabetically first member, an interface its alphabetically last implementor.
/// </summary>
public static class TypeWiring
{
    private static readonly object Anything = new();

    public static SdlSchemaOptions Options { get; } = new()
    {
        ResolverOf = static (_, _, type) => Constant(type),
        SubscriberOf = static (_, _) => static _ => new(OneEvent.Of(Anything)),
        TypeResolverOf = static _ => ResolveType,
        EnumValueOf = static (_, value) => value.Name.Value,
    };

    // The value waits for the first call: while the schema is built, the types of a field are not yet there.
    private static FieldResolver Constant(GraphQLType type)
    {
        object? value = null;
        return _ => new(value ??= ValueOf(type));
    }

    private static object ValueOf(GraphQLType type) => type.NullableType switch
    {
        ListType list => new[] { ValueOf(list.OfType), ValueOf(list.OfType) },
        EnumType enumType => enumType.Values[0].Value,
        ScalarType scalar => scalar.Name switch
        {
            "Int" => 2,
            "Float" => 3.14,
            "Boolean" => true,
            "ID" => "id",
            _ => "str",
        },
        _ => Anything,
    };

    private static string? ResolveType(object value, FieldContext context)
    {
        var type = context.Field.Type.Named;
        var names = context.Schema.GetPossibleTypes(type).Select(possible => possible.Name).Order(StringComparer.Ordinal);
        return type is UnionType ? names.First() : names.Last();
    }
}
