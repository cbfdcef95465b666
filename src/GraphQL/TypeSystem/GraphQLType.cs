namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>A type reference: a named type, or a list or non-null wrapper around one.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Types</remarks>
public abstract class GraphQLType
{
    /// <summary>The named type inside all wrappers.</summary>
    public abstract NamedType Named { get; }

    /// <summary>The type without an outer non-null wrapper.</summary>
    public virtual GraphQLType NullableType => this;

    /// <summary>Whether null is no value of it.</summary>
    public bool IsNonNull => this is NonNullType;

    /// <summary>Whether the type may stand in an argument, input field or variable.</summary>
    public bool IsInputType => Named is ScalarType or EnumType or InputObjectType;

    /// <summary>Whether the type may be the type of a field.</summary>
    public bool IsOutputType => Named is not InputObjectType;

    /// <summary>Whether values of the type have no selection set.</summary>
    public bool IsLeafType => Named is ScalarType or EnumType;

    /// <summary>Whether values of the type need a selection set.</summary>
    public bool IsCompositeType => Named is ObjectType or InterfaceType or UnionType;

    /// <summary>The list of this type.</summary>
    public ListType List() => new(this);

    /// <summary>This type without null.</summary>
    public NonNullType NonNull() => this as NonNullType ?? new NonNullType(this);

    /// <summary>Whether both are the same reference: the same named type in the same wrappers.</summary>
    public static bool AreEqual(GraphQLType left, GraphQLType right) => (left, right) switch
    {
        (NonNullType l, NonNullType r) => AreEqual(l.OfType, r.OfType),
        (ListType l, ListType r) => AreEqual(l.OfType, r.OfType),
        _ => ReferenceEquals(left, right),
    };
}

/// <summary>A list of values.</summary>
public sealed class ListType(GraphQLType ofType) : GraphQLType
{
    /// <summary>The type of the items.</summary>
    public GraphQLType OfType { get; } = ofType;

    /// <inheritdoc />
    public override NamedType Named => OfType.Named;

    /// <inheritdoc />
    public override string ToString() => $"[{OfType}]";
}

/// <summary>A value that is never null.</summary>
public sealed class NonNullType : GraphQLType
{
    /// <summary>The type without null.</summary>
    public NonNullType(GraphQLType ofType)
    {
        if (ofType is NonNullType)
        {
            throw new ArgumentException($"Expected {ofType} to be a nullable type.", nameof(ofType));
        }

        OfType = ofType;
    }

    /// <summary>The nullable type inside.</summary>
    public GraphQLType OfType { get; }

    /// <inheritdoc />
    public override NamedType Named => OfType.Named;

    /// <inheritdoc />
    public override GraphQLType NullableType => OfType;

    /// <inheritdoc />
    public override string ToString() => $"{OfType}!";
}
