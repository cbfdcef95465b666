using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>A closed list of names.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Enums</remarks>
public sealed class EnumType : NamedType
{
    private readonly Dictionary<string, EnumValue> _byName = [];
    private readonly Dictionary<object, EnumValue> _byValue = [];

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

    public IReadOnlyList<EnumValue> Values { get; }

    public EnumValue? FindByName(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The entry for what a resolver returned.</summary>
    public EnumValue? FindByValue(object value) => _byValue.GetValueOrDefault(value);
}

/// <summary>One name of an <see cref="EnumType"/>, and what stands for it in code (the name itself unless said).</summary>
public sealed class EnumValue(string name, object? value = null)
{
    public string Name { get; } = name;

    public object Value { get; } = value ?? name;

    public string? Description { get; init; }

    public string? DeprecationReason { get; init; }

    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; init; } = [];

    public EnumValueDefinitionNode? SyntaxNode { get; init; }
}
