using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>A type with a name of its own: what a schema lists and introspection shows.</summary>
public abstract class NamedType(string name) : GraphQLType
{
    public string Name { get; } = name;

    public string? Description { get; init; }

    /// <summary>Directives applied in the schema, beyond those that have a property (deprecation, specifiedBy, oneOf).</summary>
    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; init; } = [];

    /// <summary>What other layers attach to the type.</summary>
    public FeatureSet Features { get; init; } = FeatureSet.Empty;

    /// <summary>The definition and its extensions, when the type came from SDL.</summary>
    public IReadOnlyList<TypeDefinitionNode> SyntaxNodes { get; init; } = [];

    public override NamedType Named => this;

    public sealed override string ToString() => Name;
}
