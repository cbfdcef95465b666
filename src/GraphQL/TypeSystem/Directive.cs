using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>A directive that documents or SDL may use.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Type-System.Directives</remarks>
public sealed class Directive(string name, IEnumerable<DirectiveLocation> locations)
{
    /// <summary>Without the <c>@</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What introspection and tools tell of it, as Markdown.</summary>
    public string? Description { get; init; }

    /// <summary>Where it may stand.</summary>
    public IReadOnlyList<DirectiveLocation> Locations { get; } = [.. locations];

    /// <summary>In the order of their definition.</summary>
    public IReadOnlyList<InputValue> Arguments { get; init; } = [];

    /// <summary>Whether it may stand more than once at one place.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Why it should not be used any more, as Markdown; null while it may. Of the next edition.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>Directives applied in the schema, beyond those that have a property of their own. Of the next edition.</summary>
    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; init; } = [];

    /// <summary>The definition, when the schema came from SDL.</summary>
    public DirectiveDefinitionNode? SyntaxNode { get; init; }
}

/// <summary>Where a directive may stand.</summary>
public enum DirectiveLocation
{
    /// <summary>A query operation.</summary>
    Query,

    /// <summary>A mutation operation.</summary>
    Mutation,

    /// <summary>A subscription operation.</summary>
    Subscription,

    /// <summary>A field that is asked for.</summary>
    Field,

    /// <summary>The definition of a fragment.</summary>
    FragmentDefinition,

    /// <summary>A spread of a fragment.</summary>
    FragmentSpread,

    /// <summary>An inline fragment.</summary>
    InlineFragment,

    /// <summary>The definition of a variable of an operation.</summary>
    VariableDefinition,

    /// <summary>The definition of a variable of a fragment; a proposal.</summary>
    FragmentVariableDefinition,

    /// <summary>A schema definition.</summary>
    Schema,

    /// <summary>The definition of a scalar.</summary>
    Scalar,

    /// <summary>The definition of an object type.</summary>
    Object,

    /// <summary>The definition of a field of an object or interface type.</summary>
    FieldDefinition,

    /// <summary>The definition of an argument of a field or directive.</summary>
    ArgumentDefinition,

    /// <summary>The definition of an interface.</summary>
    Interface,

    /// <summary>The definition of a union.</summary>
    Union,

    /// <summary>The definition of an enum.</summary>
    Enum,

    /// <summary>The definition of a value of an enum.</summary>
    EnumValue,

    /// <summary>The definition of an input object.</summary>
    InputObject,

    /// <summary>The definition of a field of an input object.</summary>
    InputFieldDefinition,

    /// <summary>The definition of a directive; of the next edition.</summary>
    DirectiveDefinition,
}
