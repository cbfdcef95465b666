using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>A type with a name of its own: what a schema lists and introspection shows.</summary>
public abstract class NamedType(string name) : GraphQLType
{
    /// <summary>Unique within the schema.</summary>
    public string Name { get; } = name;

    /// <summary>What introspection and tools tell of it, as Markdown.</summary>
    public string? Description { get; init; }

    /// <summary>Directives applied in the schema, beyond those that have a property (deprecation, specifiedBy, oneOf).</summary>
    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; init; } = [];

    /// <summary>What other layers attach to the type.</summary>
    public FeatureSet Features { get; init; } = FeatureSet.Empty;

    /// <summary>The definition and its extensions, when the type came from SDL.</summary>
    public IReadOnlyList<TypeDefinitionNode> SyntaxNodes { get; init; } = [];

    /// <inheritdoc />
    public override NamedType Named => this;

    /// <inheritdoc />
    public sealed override string ToString() => Name;
}
