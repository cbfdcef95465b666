using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Validation;

/// <summary>The fields every schema has without saying so.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Schema-Introspection and #sec-Type-Name-Introspection</remarks>
internal static class MetaFields
{
    private static readonly Field TypeName = new("__typename", SpecifiedScalars.String.NonNull());

    /// <summary>The field of that name on a composite type, meta-fields included.</summary>
    public static Field? Find(Schema schema, NamedType parent, string name)
    {
        if (name.StartsWith("__", StringComparison.Ordinal) && FindMeta(schema, parent, name) is { } meta)
        {
            return meta;
        }

        return parent is FieldsType type ? type.Fields.GetValueOrDefault(name) : null;
    }

    private static Field? FindMeta(Schema schema, NamedType parent, string name) => name switch
    {
        "__typename" => TypeName,
        "__schema" when ReferenceEquals(parent, schema.QueryType) && schema.FindType("__Schema") is { } type =>
            new Field(name, type.NonNull()),
        "__type" when ReferenceEquals(parent, schema.QueryType) && schema.FindType("__Type") is { } type =>
            new Field(name, type) { Arguments = [new InputValue("name", SpecifiedScalars.String.NonNull())] },
        _ => null,
    };
}
