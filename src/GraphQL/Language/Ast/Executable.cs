namespace HealthGraph.GraphQL.Language.Ast;

// The executable half of the grammar: https://spec.graphql.org/September2025/#sec-Document-Syntax

/// <summary>A name token.</summary>
public sealed class NameNode : SyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Name;

    /// <summary>The name itself.</summary>
    public required string Value { get; init; }

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>A whole document, executable or type system or both.</summary>
public sealed class DocumentNode : SyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Document;

    /// <summary>In the order of the text.</summary>
    public required IReadOnlyList<DefinitionNode> Definitions { get; init; }

    /// <summary>Tokens read, for limits and for the size of a cache entry.</summary>
    public int TokenCount { get; init; }
}

/// <summary>What a document is a list of.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Document</remarks>
public abstract class DefinitionNode : SyntaxNode;

/// <summary>An operation or a fragment.</summary>
public abstract class ExecutableDefinitionNode : DefinitionNode
{
    /// <summary>The description before the definition (September 2025).</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>Null for an operation without one.</summary>
    public abstract NameNode? Name { get; init; }

    /// <summary>Those of an operation; of a fragment only where the parser was told to allow them.</summary>
    public IReadOnlyList<VariableDefinitionNode> VariableDefinitions { get; init; } = [];

    /// <summary>In their order, which can matter.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];

    /// <summary>What is asked for.</summary>
    public required SelectionSetNode SelectionSet { get; init; }
}

/// <summary>What an operation does, and at which root type it begins.</summary>
/// <remarks>https://spec.graphql.org/September2025/#OperationType</remarks>
public enum OperationType
{
    /// <summary>Reads; its root fields may be executed at the same time.</summary>
    Query,

    /// <summary>Writes, then reads; its root fields are executed one after the other.</summary>
    Mutation,

    /// <summary>Has a response for each event of its one root field.</summary>
    Subscription,
}

/// <summary>A query, mutation or subscription.</summary>
/// <remarks>https://spec.graphql.org/September2025/#OperationDefinition</remarks>
public sealed class OperationDefinitionNode : ExecutableDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.OperationDefinition;

    /// <summary><see cref="OperationType.Query"/> for the short form <c>{ … }</c> too.</summary>
    public required OperationType Operation { get; init; }

    /// <inheritdoc />
    public override NameNode? Name { get; init; }
}

/// <summary>A named fragment: selections on a type, spread where they are wanted.</summary>
/// <remarks>https://spec.graphql.org/September2025/#FragmentDefinition</remarks>
public sealed class FragmentDefinitionNode : ExecutableDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.FragmentDefinition;

    /// <inheritdoc />
    public override NameNode? Name { get; init; }

    /// <summary>The type that the selections are made on.</summary>
    public required NamedTypeNode TypeCondition { get; init; }
}

/// <summary>A variable of an operation: <c>$name: Type = default</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#VariableDefinition</remarks>
public sealed class VariableDefinitionNode : SyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.VariableDefinition;

    /// <summary>The description before it.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The variable, with its name.</summary>
    public required VariableNode Variable { get; init; }

    /// <summary>An input type, if the document is valid.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>A constant; null without a default, a <see cref="NullValueNode"/> for <c>= null</c>.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>In their order, which can matter.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary>What is between the braces of an operation, field or fragment.</summary>
/// <remarks>https://spec.graphql.org/September2025/#SelectionSet</remarks>
public sealed class SelectionSetNode : SyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.SelectionSet;

    /// <summary>In the order of the text. May be empty, as the next edition allows.</summary>
    public required IReadOnlyList<SelectionNode> Selections { get; init; }
}

/// <summary>A field, a fragment spread or an inline fragment.</summary>
/// <remarks>https://spec.graphql.org/September2025/#Selection</remarks>
public abstract class SelectionNode : SyntaxNode
{
    /// <summary>In their order, which can matter.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary>A field that is asked for: <c>alias: name(arguments) { … }</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#Field</remarks>
public sealed class FieldNode : SelectionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Field;

    /// <summary>The name that the client gives the field in the response.</summary>
    public NameNode? Alias { get; init; }

    /// <summary>The name that the field has in its type.</summary>
    public required NameNode Name { get; init; }

    /// <summary>In the order of the text, which means nothing.</summary>
    public IReadOnlyList<ArgumentNode> Arguments { get; init; } = [];

    /// <summary>Null for a leaf.</summary>
    public SelectionSetNode? SelectionSet { get; init; }

    /// <summary>The alias, or the name without one: the key in the response.</summary>
    public string ResponseName => (Alias ?? Name).Value;
}

/// <summary>The selections of a named fragment: <c>...Name</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#FragmentSpread</remarks>
public sealed class FragmentSpreadNode : SelectionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.FragmentSpread;

    /// <summary>The fragment's name.</summary>
    public required NameNode Name { get; init; }
}

/// <summary>Selections under a condition: <c>... on Type { … }</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#InlineFragment</remarks>
public sealed class InlineFragmentNode : SelectionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.InlineFragment;

    /// <summary>Null where the fragment is of the type around it.</summary>
    public NamedTypeNode? TypeCondition { get; init; }

    /// <summary>What is asked for where the condition holds.</summary>
    public required SelectionSetNode SelectionSet { get; init; }
}

/// <summary>An argument of a field or directive: <c>name: value</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#Argument</remarks>
public sealed class ArgumentNode : SyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Argument;

    /// <summary>The argument's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>A literal, a variable, or a literal with variables in it.</summary>
    public required ValueNode Value { get; init; }
}

/// <summary>A directive where it is applied: <c>@name(arguments)</c>.</summary>
/// <remarks>https://spec.graphql.org/September2025/#Directive</remarks>
public sealed class DirectiveNode : SyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Directive;

    /// <summary>Without the <c>@</c>.</summary>
    public required NameNode Name { get; init; }

    /// <summary>In the order of the text, which means nothing.</summary>
    public IReadOnlyList<ArgumentNode> Arguments { get; init; } = [];
}
