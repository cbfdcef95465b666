namespace HealthGraph.GraphQL.Language.Ast;

// The type system half of the grammar: https://spec.graphql.org/September2025/#sec-Type-System
// An extension is the same node as the definition with IsExtension set: the two share every part but the description.

/// <summary>A definition or extension of a part of a schema.</summary>
/// <remarks>https://spec.graphql.org/September2025/#TypeSystemDefinitionOrExtension</remarks>
public abstract class TypeSystemDefinitionNode : DefinitionNode
{
    /// <summary>The description before it.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>In their order, which can matter.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];

    /// <summary>True for <c>extend …</c>.</summary>
    public bool IsExtension { get; init; }
}

/// <summary><c>schema { … }</c>: the root types.</summary>
/// <remarks>https://spec.graphql.org/September2025/#SchemaDefinition</remarks>
public sealed class SchemaDefinitionNode : TypeSystemDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => IsExtension ? SyntaxKind.SchemaExtension : SyntaxKind.SchemaDefinition;

    /// <summary>The root types that are named; may be empty in an extension.</summary>
    public required IReadOnlyList<OperationTypeDefinitionNode> OperationTypes { get; init; }
}

/// <summary>A root type: <c>query: Type</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#RootOperationTypeDefinition</remarks>
public sealed class OperationTypeDefinitionNode : SyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.OperationTypeDefinition;

    /// <summary>The operations that begin at the type.</summary>
    public required OperationType Operation { get; init; }

    /// <summary>An object type, if the document is valid.</summary>
    public required NamedTypeNode Type { get; init; }
}

/// <summary>A definition or extension of a named type.</summary>
public abstract class TypeDefinitionNode : TypeSystemDefinitionNode
{
    /// <summary>The type's name.</summary>
    public required NameNode Name { get; init; }
}

/// <summary><c>scalar Name</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#ScalarTypeDefinition</remarks>
public sealed class ScalarTypeDefinitionNode : TypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => IsExtension ? SyntaxKind.ScalarTypeExtension : SyntaxKind.ScalarTypeDefinition;
}

/// <summary><c>type Name implements Interface { … }</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#ObjectTypeDefinition</remarks>
public sealed class ObjectTypeDefinitionNode : TypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => IsExtension ? SyntaxKind.ObjectTypeExtension : SyntaxKind.ObjectTypeDefinition;

    /// <summary>The interfaces after <c>implements</c>.</summary>
    public IReadOnlyList<NamedTypeNode> Interfaces { get; init; } = [];

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<FieldDefinitionNode> Fields { get; init; } = [];
}

/// <summary><c>interface Name implements Interface { … }</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#InterfaceTypeDefinition</remarks>
public sealed class InterfaceTypeDefinitionNode : TypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind =>
        IsExtension ? SyntaxKind.InterfaceTypeExtension : SyntaxKind.InterfaceTypeDefinition;

    /// <summary>The interfaces after <c>implements</c>.</summary>
    public IReadOnlyList<NamedTypeNode> Interfaces { get; init; } = [];

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<FieldDefinitionNode> Fields { get; init; } = [];
}

/// <summary><c>union Name = A | B</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#UnionTypeDefinition</remarks>
public sealed class UnionTypeDefinitionNode : TypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => IsExtension ? SyntaxKind.UnionTypeExtension : SyntaxKind.UnionTypeDefinition;

    /// <summary>The members.</summary>
    public IReadOnlyList<NamedTypeNode> Types { get; init; } = [];
}

/// <summary><c>enum Name { … }</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#EnumTypeDefinition</remarks>
public sealed class EnumTypeDefinitionNode : TypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => IsExtension ? SyntaxKind.EnumTypeExtension : SyntaxKind.EnumTypeDefinition;

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<EnumValueDefinitionNode> Values { get; init; } = [];
}

/// <summary><c>input Name { … }</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#InputObjectTypeDefinition</remarks>
public sealed class InputObjectTypeDefinitionNode : TypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind =>
        IsExtension ? SyntaxKind.InputObjectTypeExtension : SyntaxKind.InputObjectTypeDefinition;

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<InputValueDefinitionNode> Fields { get; init; } = [];
}

/// <summary>A field of an object or interface type: <c>name(arguments): Type</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#FieldDefinition</remarks>
public sealed class FieldDefinitionNode : SyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.FieldDefinition;

    /// <summary>The description before it.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The field's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>In the order of the text, which means nothing.</summary>
    public IReadOnlyList<InputValueDefinitionNode> Arguments { get; init; } = [];

    /// <summary>An output type, if the document is valid.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>In their order, which can matter.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary>An argument, or a field of an input object: <c>name: Type = default</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#InputValueDefinition</remarks>
public sealed class InputValueDefinitionNode : SyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.InputValueDefinition;

    /// <summary>The description before it.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The argument's or input field's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>An input type, if the document is valid.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>A constant; null without a default, a <see cref="NullValueNode"/> for <c>= null</c>.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>In their order, which can matter.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary>A name of an enum.</summary>
/// <remarks>https://spec.graphql.org/September2025/#EnumValueDefinition</remarks>
public sealed class EnumValueDefinitionNode : SyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.EnumValueDefinition;

    /// <summary>The description before it.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>Never <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public required NameNode Name { get; init; }

    /// <summary>In their order, which can matter.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary><c>directive @name(arguments) repeatable on LOCATIONS</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#DirectiveDefinition</remarks>
public sealed class DirectiveDefinitionNode : TypeSystemDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => IsExtension ? SyntaxKind.DirectiveExtension : SyntaxKind.DirectiveDefinition;

    /// <summary>Without the <c>@</c>.</summary>
    public required NameNode Name { get; init; }

    /// <summary>In the order of the text, which means nothing.</summary>
    public IReadOnlyList<InputValueDefinitionNode> Arguments { get; init; } = [];

    /// <summary>Whether it may be applied more than once at one place.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Names of <see cref="TypeSystem.DirectiveLocation"/>, where it may stand.</summary>
    public required IReadOnlyList<NameNode> Locations { get; init; }
}
