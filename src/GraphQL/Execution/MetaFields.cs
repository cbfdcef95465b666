using HealthGraph.GraphQL.Introspection;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

/// <summary>The fields that every schema has without saying so.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Schema-Introspection</remarks>
internal static class MetaFields
{
    public static Field TypeName { get; } = new("__typename", SpecifiedScalars.String.NonNull())
    {
        Description = "The name of the current Object type at runtime.",
    };

    /// <summary>The field of that name on a composite type, the introspection fields included.</summary>
    public static Field? Find(Schema schema, NamedType type, string name)
    {
        if (type is FieldsType fields && fields.Fields.TryGetValue(name, out var field))
        {
            return field;
        }

        return name switch
        {
            "__typename" => TypeName,
            "__schema" when ReferenceEquals(type, schema.QueryType) => IntrospectionTypes.SchemaField,
            "__type" when ReferenceEquals(type, schema.QueryType) => IntrospectionTypes.TypeField,
            _ => null,
        };
    }
}
