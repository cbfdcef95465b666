using System.Text.Json;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem.Sdl;

/// <summary>What a schema made from SDL is given beside the text. Each callback may return null for the default.</summary>
public sealed class SdlSchemaOptions
{
    /// <summary>Skips the rules about type system documents, for a text that was checked before.</summary>
    public bool AssumeValid { get; init; }

    /// <summary>The resolver of a field of the named object or interface type.</summary>
    public Func<string, FieldDefinitionNode, GraphQLType, FieldResolver?>? ResolverOf { get; init; }

    /// <summary>The source stream of a field of the named type.</summary>
    public Func<string, FieldDefinitionNode, SubscriptionResolver?>? SubscriberOf { get; init; }

    /// <summary>The type resolver of an interface or union.</summary>
    public Func<TypeDefinitionNode, TypeResolver?>? TypeResolverOf { get; init; }

    /// <summary>Tells whether a value is of an object type.</summary>
    public Func<ObjectTypeDefinitionNode, Func<object, bool>?>? IsTypeOf { get; init; }

    /// <summary>How a scalar reads and writes its values.</summary>
    public Func<ScalarTypeDefinitionNode, ScalarCoercion?>? CoercionOf { get; init; }

    /// <summary>What stands for an enum value in code; the name without it.</summary>
    public Func<string, EnumValueDefinitionNode, object?>? EnumValueOf { get; init; }
}

/// <summary>The three conversions of a <see cref="ScalarType"/>; what is left out is the default.</summary>
public sealed record ScalarCoercion
{
    /// <summary>From what a resolver gave to what is written.</summary>
    public Func<object, object?> Output { get; init; } = static value => value;

    /// <summary>From JSON to what a resolver gets.</summary>
    public Func<JsonElement, object?> Input { get; init; } = static value => value;

    /// <summary>From a literal to what a resolver gets; null: as <see cref="Input"/> of the same JSON.</summary>
    public Func<ValueNode, object?>? Literal { get; init; }
}
