using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Introspection;

public static partial class IntrospectionTypes
{
    private static IEnumerable<Field> SchemaFields() =>
    [
        Get<Schema>("description", SpecifiedScalars.String, static schema => schema.Description),
        Get<Schema>("types", ListOf(Type).NonNull(), static schema => schema.Types.Values, "A list of all types supported by this server."),
        Get<Schema>("queryType", Type.NonNull(), static schema => schema.QueryType, "The type that query operations will be rooted at."),
        Get<Schema>(
            "mutationType",
            Type,
            static schema => schema.MutationType,
            "If this server supports mutation, the type that mutation operations will be rooted at."),
        Get<Schema>(
            "subscriptionType",
            Type,
            static schema => schema.SubscriptionType,
            "If this server support subscription, the type that subscription operations will be rooted at."),
        GetDeprecatable<Schema, Directive>(
            "directives",
            ListOf(Directive).NonNull(),
            static schema => schema.Directives.Values,
            static directive => directive.DeprecationReason,
            "A list of all directives supported by this server."),
    ];

    private static IEnumerable<Field> DirectiveFields() =>
    [
        Get<Directive>("name", SpecifiedScalars.String.NonNull(), static directive => directive.Name),
        Get<Directive>("description", SpecifiedScalars.String, static directive => directive.Description),
        Get<Directive>("isRepeatable", SpecifiedScalars.Boolean.NonNull(), static directive => directive.IsRepeatable),
        Get<Directive>("locations", ListOf(DirectiveLocation).NonNull(), static directive => directive.Locations),
        GetDeprecatable<Directive, InputValue>(
            "args", ListOf(InputValue).NonNull(), static directive => directive.Arguments, static argument => argument.DeprecationReason),
        Get<Directive>("isDeprecated", SpecifiedScalars.Boolean.NonNull(), static directive => directive.DeprecationReason is not null),
        Get<Directive>("deprecationReason", SpecifiedScalars.String, static directive => directive.DeprecationReason),
    ];

    private static IEnumerable<Field> TypeFields() =>
    [
        Get<GraphQLType>("kind", TypeKind.NonNull(), KindOf),
        Get<GraphQLType>("name", SpecifiedScalars.String, static type => (type as NamedType)?.Name),
        Get<GraphQLType>("description", SpecifiedScalars.String, static type => (type as NamedType)?.Description),
        Get<GraphQLType>("specifiedByURL", SpecifiedScalars.String, static type => (type as ScalarType)?.SpecifiedByUrl),
        GetDeprecatable<GraphQLType, Field>(
            "fields", ListOf(Field), static type => (type as FieldsType)?.Fields.Values, static field => field.DeprecationReason),
        Get<GraphQLType>("interfaces", ListOf(Type), static type => (type as FieldsType)?.Interfaces),
        new("possibleTypes", ListOf(Type))
        {
            Resolve = static context => new(context.Parent is InterfaceType or UnionType
                ? context.Operation.ShownSchema.GetPossibleTypes((NamedType)context.Parent)
                : null),
        },
        GetDeprecatable<GraphQLType, EnumValue>(
            "enumValues", ListOf(EnumValue), static type => (type as EnumType)?.Values, static value => value.DeprecationReason),
        GetDeprecatable<GraphQLType, InputValue>(
            "inputFields",
            ListOf(InputValue),
            static type => (type as InputObjectType)?.Fields.Values,
            static field => field.DeprecationReason),
        Get<GraphQLType>("ofType", Type, static type => (type as ListType)?.OfType ?? (type as NonNullType)?.OfType),
        Get<GraphQLType>("isOneOf", SpecifiedScalars.Boolean, static type => (type as InputObjectType)?.IsOneOf),
    ];

    private static IEnumerable<Field> FieldFields() =>
    [
        Get<Field>("name", SpecifiedScalars.String.NonNull(), static field => field.Name),
        Get<Field>("description", SpecifiedScalars.String, static field => field.Description),
        GetDeprecatable<Field, InputValue>(
            "args", ListOf(InputValue).NonNull(), static field => field.Arguments, static argument => argument.DeprecationReason),
        Get<Field>("type", Type.NonNull(), static field => field.Type),
        Get<Field>("isDeprecated", SpecifiedScalars.Boolean.NonNull(), static field => field.DeprecationReason is not null),
        Get<Field>("deprecationReason", SpecifiedScalars.String, static field => field.DeprecationReason),
    ];

    private static IEnumerable<Field> InputValueFields() =>
    [
        Get<InputValue>("name", SpecifiedScalars.String.NonNull(), static value => value.Name),
        Get<InputValue>("description", SpecifiedScalars.String, static value => value.Description),
        Get<InputValue>("type", Type.NonNull(), static value => value.Type),
        Get<InputValue>(
            "defaultValue",
            SpecifiedScalars.String,
            static value => value.DefaultValue is { } literal ? Printer.Print(literal) : null,
            "A GraphQL-formatted string representing the default value for this input value."),
        Get<InputValue>("isDeprecated", SpecifiedScalars.Boolean.NonNull(), static value => value.DeprecationReason is not null),
        Get<InputValue>("deprecationReason", SpecifiedScalars.String, static value => value.DeprecationReason),
    ];

    private static IEnumerable<Field> EnumValueFields() =>
    [
        Get<EnumValue>("name", SpecifiedScalars.String.NonNull(), static value => value.Name),
        Get<EnumValue>("description", SpecifiedScalars.String, static value => value.Description),
        Get<EnumValue>("isDeprecated", SpecifiedScalars.Boolean.NonNull(), static value => value.DeprecationReason is not null),
        Get<EnumValue>("deprecationReason", SpecifiedScalars.String, static value => value.DeprecationReason),
    ];

    private static ListType ListOf(NamedType type) => type.NonNull().List();

    private static string KindOf(GraphQLType type) => type switch
    {
        ScalarType => "SCALAR",
        ObjectType => "OBJECT",
        InterfaceType => "INTERFACE",
        UnionType => "UNION",
        EnumType => "ENUM",
        InputObjectType => "INPUT_OBJECT",
        ListType => "LIST",
        _ => "NON_NULL",
    };

    private static Field Get<T>(string name, GraphQLType type, Func<T, object?> get, string? description = null) =>
        new(name, type) { Description = description, Getter = value => get((T)value) };

    /// <summary>A list that leaves out what is deprecated unless asked for it.</summary>
    private static Field GetDeprecatable<T, TItem>(
        string name, GraphQLType type, Func<T, IEnumerable<TItem>?> get, Func<TItem, string?> deprecation, string? description = null) =>
        new(name, type)
        {
            Description = description,
            Arguments =
            [
                new("includeDeprecated", SpecifiedScalars.Boolean.NonNull()) { DefaultValue = new BooleanValueNode { Value = false } },
            ],
            Resolve = context =>
            {
                var items = get((T)context.Parent!);
                return new(context.Argument<bool>("includeDeprecated") ? items : items?.Where(item => deprecation(item) is null));
            },
        };
}
