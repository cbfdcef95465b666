using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>A closed list of names.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Enums</remarks>
public sealed class EnumType : NamedType
{
    private readonly Dictionary<string, EnumValue> _byName = [];
    private readonly Dictionary<object, EnumValue> _byValue = [];

    /// <summary>An enum of these values; of two with one name, or one value in code, the first is found.</summary>
    public EnumType(string name, IEnumerable<EnumValue> values)
        : base(name)
    {
        Values = [.. values];
        foreach (var value in Values)
        {
            _byName.TryAdd(value.Name, value);
            _byValue.TryAdd(value.Value, value);
        }
    }

    /// <summary>In the order of their definition.</summary>
    public IReadOnlyList<EnumValue> Values { get; }

    /// <summary>The entry for a name in a document or a variable.</summary>
    public EnumValue? FindByName(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The entry for what a resolver returned.</summary>
    public EnumValue? FindByValue(object value) => _byValue.GetValueOrDefault(value);
}

/// <summary>One name of an <see cref="EnumType"/>, and what stands for it in code (the name itself unless said).</summary>
public sealed class EnumValue(string name, object? value = null)
{
    /// <summary>In documents and in JSON.</summary>
    public string Name { get; } = name;

    /// <summary>In arguments and from resolvers.</summary>
    public object Value { get; } = value ?? name;

    /// <summary>What introspection and tools tell of it, as Markdown.</summary>
    public string? Description { get; init; }

    /// <summary>Why it should not be used any more, as Markdown; null while it may.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>Directives applied in the schema, beyond those that have a property of their own.</summary>
    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; init; } = [];

    /// <summary>The definition, when the schema came from SDL.</summary>
    public EnumValueDefinitionNode? SyntaxNode { get; init; }
}
