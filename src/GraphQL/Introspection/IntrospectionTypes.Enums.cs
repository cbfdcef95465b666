using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Introspection;

public static partial class IntrospectionTypes
{
    /// <summary><c>__TypeKind</c></summary>
    public static EnumType TypeKind { get; } = new("__TypeKind",
    [
        new("SCALAR") { Description = "Indicates this type is a scalar." },
        new("OBJECT") { Description = "Indicates this type is an object. `fields` and `interfaces` are valid fields." },
        new("INTERFACE")
        {
            Description = "Indicates this type is an interface. `fields`, `interfaces`, and `possibleTypes` are valid fields.",
        },
        new("UNION") { Description = "Indicates this type is a union. `possibleTypes` is a valid field." },
        new("ENUM") { Description = "Indicates this type is an enum. `enumValues` is a valid field." },
        new("INPUT_OBJECT") { Description = "Indicates this type is an input object. `inputFields` is a valid field." },
        new("LIST") { Description = "Indicates this type is a list. `ofType` is a valid field." },
        new("NON_NULL") { Description = "Indicates this type is a non-null. `ofType` is a valid field." },
    ])
    {
        Description = "An enum describing what kind of type a given `__Type` is.",
    };

    /// <summary><c>__DirectiveLocation</c>, with the locations that the next edition adds</summary>
    public static EnumType DirectiveLocation { get; } = new("__DirectiveLocation",
    [
        Location("QUERY", TypeSystem.DirectiveLocation.Query, "a query operation"),
        Location("MUTATION", TypeSystem.DirectiveLocation.Mutation, "a mutation operation"),
        Location("SUBSCRIPTION", TypeSystem.DirectiveLocation.Subscription, "a subscription operation"),
        Location("FIELD", TypeSystem.DirectiveLocation.Field, "a field"),
        Location("FRAGMENT_DEFINITION", TypeSystem.DirectiveLocation.FragmentDefinition, "a fragment definition"),
        Location("FRAGMENT_SPREAD", TypeSystem.DirectiveLocation.FragmentSpread, "a fragment spread"),
        Location("INLINE_FRAGMENT", TypeSystem.DirectiveLocation.InlineFragment, "an inline fragment"),
        Location("VARIABLE_DEFINITION", TypeSystem.DirectiveLocation.VariableDefinition, "an operation variable definition"),
        Location("FRAGMENT_VARIABLE_DEFINITION", TypeSystem.DirectiveLocation.FragmentVariableDefinition, "a fragment variable definition"),
        Location("SCHEMA", TypeSystem.DirectiveLocation.Schema, "a schema definition"),
        Location("SCALAR", TypeSystem.DirectiveLocation.Scalar, "a scalar definition"),
        Location("OBJECT", TypeSystem.DirectiveLocation.Object, "an object type definition"),
        Location("FIELD_DEFINITION", TypeSystem.DirectiveLocation.FieldDefinition, "a field definition"),
        Location("ARGUMENT_DEFINITION", TypeSystem.DirectiveLocation.ArgumentDefinition, "an argument definition"),
        Location("INTERFACE", TypeSystem.DirectiveLocation.Interface, "an interface definition"),
        Location("UNION", TypeSystem.DirectiveLocation.Union, "a union definition"),
        Location("ENUM", TypeSystem.DirectiveLocation.Enum, "an enum definition"),
        Location("ENUM_VALUE", TypeSystem.DirectiveLocation.EnumValue, "an enum value definition"),
        Location("INPUT_OBJECT", TypeSystem.DirectiveLocation.InputObject, "an input object type definition"),
        Location("INPUT_FIELD_DEFINITION", TypeSystem.DirectiveLocation.InputFieldDefinition, "an input object field definition"),
        Location("DIRECTIVE_DEFINITION", TypeSystem.DirectiveLocation.DirectiveDefinition, "a directive definition"),
    ])
    {
        Description = "A Directive can be adjacent to many parts of the GraphQL language, a __DirectiveLocation describes one such " +
            "possible adjacencies.",
    };

    private static EnumValue Location(string name, DirectiveLocation value, string place) =>
        new(name, value) { Description = $"Location adjacent to {place}." };
}
