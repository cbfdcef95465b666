using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Introspection;

/// <summary>The types that a schema describes itself with; fields and words are graphql-js 17's.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Schema-Introspection</remarks>
public static partial class IntrospectionTypes
{
    /// <summary><c>__Schema</c>, which leads to all the others.</summary>
    public static ObjectType Schema { get; } = new("__Schema")
    {
        Description = "A GraphQL Schema defines the capabilities of a GraphQL server. It exposes all available types and " +
            "directives on the server, as well as the entry points for query, mutation, and subscription operations.",
        FieldsFactory = static () => SchemaFields(),
    };

    /// <summary><c>__Directive</c>, with the deprecation that the next edition adds</summary>
    public static ObjectType Directive { get; } = new("__Directive")
    {
        Description = "A Directive provides a way to describe alternate runtime execution and type validation behavior in a GraphQL " +
            "document.\n\nIn some cases, you need to provide options to alter GraphQL's execution behavior in ways field arguments " +
            "will not suffice, such as conditionally including or skipping a field. Directives provide this by describing additional " +
            "information to the executor.",
        FieldsFactory = static () => DirectiveFields(),
    };

    /// <summary><c>__Type</c></summary>
    public static ObjectType Type { get; } = new("__Type")
    {
        Description = "The fundamental unit of any GraphQL Schema is the type. There are many kinds of types in GraphQL as " +
            "represented by the `__TypeKind` enum.\n\nDepending on the kind of a type, certain fields describe information about that " +
            "type. Scalar types provide no information beyond a name, description and optional `specifiedByURL`, while Enum types " +
            "provide their values. Object and Interface types provide the fields they describe. Abstract types, Union and Interface, " +
            "provide the Object types possible at runtime. List and NonNull types compose other types.",
        FieldsFactory = static () => TypeFields(),
    };

    /// <summary><c>__Field</c></summary>
    public static ObjectType Field { get; } = new("__Field")
    {
        Description = "Object and Interface types are described by a list of Fields, each of which has a name, potentially a list of " +
            "arguments, and a return type.",
        FieldsFactory = static () => FieldFields(),
    };

    /// <summary><c>__InputValue</c></summary>
    public static ObjectType InputValue { get; } = new("__InputValue")
    {
        Description = "Arguments provided to Fields or Directives and the input fields of an InputObject are represented as Input " +
            "Values which describe their type and optionally a default value.",
        FieldsFactory = static () => InputValueFields(),
    };

    /// <summary><c>__EnumValue</c></summary>
    public static ObjectType EnumValue { get; } = new("__EnumValue")
    {
        Description = "One possible value for a given Enum. Enum values are unique values, not a placeholder for a string or numeric " +
            "value. However an Enum value is returned in a JSON response as a string.",
        FieldsFactory = static () => EnumValueFields(),
    };

    /// <summary>The root field <c>__schema</c>.</summary>
    public static Field SchemaField { get; } = new("__schema", Schema.NonNull())
    {
        Description = "Access the current type schema of this server.",
        Resolve = static context => new(context.Operation.ShownSchema),
    };

    /// <summary>The root field <c>__type</c>.</summary>
    public static Field TypeField { get; } = new("__type", Type)
    {
        Description = "Request the type information of a single type.",
        Arguments = [new("name", SpecifiedScalars.String.NonNull())],
        Resolve = static context => new(context.Operation.ShownSchema.FindType(context.Argument<string>("name")!)),
    };
}
