namespace HealthGraph.GraphQL.Language.Ast;

// https://spec.graphql.org/September2025/#sec-Input-Values and #sec-Type-References

/// <summary>A literal, or a variable in place of one.</summary>
/// <remarks>https://spec.graphql.org/September2025/#Value</remarks>
public abstract class ValueNode : SyntaxNode;

/// <summary>A variable where it is used: <c>$name</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#Variable</remarks>
public sealed class VariableNode : ValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Variable;

    /// <summary>Without the <c>$</c>.</summary>
    public required NameNode Name { get; init; }
}

/// <summary>A number without fraction and exponent.</summary>
/// <remarks>https://spec.graphql.org/September2025/#IntValue</remarks>
public sealed class IntValueNode : ValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.IntValue;

    /// <summary>The digits as written.</summary>
    public required string Value { get; init; }
}

/// <summary>A number with a fraction or an exponent.</summary>
/// <remarks>https://spec.graphql.org/September2025/#FloatValue</remarks>
public sealed class FloatValueNode : ValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.FloatValue;

    /// <summary>The number as written.</summary>
    public required string Value { get; init; }
}

/// <summary>A text, quoted or as a block.</summary>
/// <remarks>https://spec.graphql.org/September2025/#StringValue</remarks>
public sealed class StringValueNode : ValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.StringValue;

    /// <summary>The text it stands for: escapes resolved, block strings dedented.</summary>
    public required string Value { get; init; }

    /// <summary>Whether it was, or is to be, written between triple quotes.</summary>
    public bool Block { get; init; }
}

/// <summary><c>true</c> or <c>false</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#BooleanValue</remarks>
public sealed class BooleanValueNode : ValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.BooleanValue;

    /// <summary>What it stands for.</summary>
    public required bool Value { get; init; }
}

/// <summary><c>null</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#NullValue</remarks>
public sealed class NullValueNode : ValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.NullValue;
}

/// <summary>A name as a value.</summary>
/// <remarks>https://spec.graphql.org/September2025/#EnumValue</remarks>
public sealed class EnumValueNode : ValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.EnumValue;

    /// <summary>The name.</summary>
    public required string Value { get; init; }
}

/// <summary><c>[ … ]</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#ListValue</remarks>
public sealed class ListValueNode : ValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ListValue;

    /// <summary>In their order.</summary>
    public required IReadOnlyList<ValueNode> Values { get; init; }
}

/// <summary><c>{ name: value }</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#ObjectValue</remarks>
public sealed class ObjectValueNode : ValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ObjectValue;

    /// <summary>In the order of the text, which means nothing; a name may be there twice until it is validated.</summary>
    public required IReadOnlyList<ObjectFieldNode> Fields { get; init; }
}

/// <summary>An entry of an <see cref="ObjectValueNode"/>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#ObjectField</remarks>
public sealed class ObjectFieldNode : SyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ObjectField;

    /// <summary>The input field's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>As of an argument.</summary>
    public required ValueNode Value { get; init; }
}

/// <summary>A type as a variable, field or argument names it.</summary>
/// <remarks>https://spec.graphql.org/September2025/#Type</remarks>
public abstract class TypeNode : SyntaxNode;

/// <summary>A type by its name.</summary>
/// <remarks>https://spec.graphql.org/September2025/#NamedType</remarks>
public sealed class NamedTypeNode : TypeNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.NamedType;

    /// <summary>The type's name.</summary>
    public required NameNode Name { get; init; }
}

/// <summary><c>[Type]</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#ListType</remarks>
public sealed class ListTypeNode : TypeNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ListType;

    /// <summary>The type of the items.</summary>
    public required TypeNode Type { get; init; }
}

/// <summary><c>Type!</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#NonNullType</remarks>
public sealed class NonNullTypeNode : TypeNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.NonNullType;

    /// <summary>A <see cref="NamedTypeNode"/> or a <see cref="ListTypeNode"/>.</summary>
    public required TypeNode Type { get; init; }
}
