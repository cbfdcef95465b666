using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>An argument of a field or directive, or a field of an input object.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Input-Object-Values</remarks>
public sealed class InputValue(string name, GraphQLType type)
{
    /// <summary>Unique within the field, directive or input object.</summary>
    public string Name { get; } = name;

    /// <summary>An input type.</summary>
    public GraphQLType Type { get; } = type;

    /// <summary>What introspection and tools tell of it, as Markdown.</summary>
    public string? Description { get; init; }

    /// <summary>The default as a literal, as it is printed and introspected; coerced when used.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>Why it should not be used any more, as Markdown; null while it may.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>Directives applied in the schema, beyond those that have a property of their own.</summary>
    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; init; } = [];

    /// <summary>What other layers attach.</summary>
    public FeatureSet Features { get; init; } = FeatureSet.Empty;

    /// <summary>The definition, when the schema came from SDL.</summary>
    public InputValueDefinitionNode? SyntaxNode { get; init; }

    /// <summary>Non-null and without a default: leaving it out is an error.</summary>
    public bool IsRequired => Type is NonNullType && DefaultValue is null;

    /// <summary>The default once it was coerced; the same for every execution.</summary>
    internal CoercedDefault? CoercedDefault { get; set; }
}

/// <summary>The value of a default; null is one too.</summary>
internal sealed record CoercedDefault(object? Value);

/// <summary>An input made of named fields.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Input-Objects</remarks>
public sealed class InputObjectType(string name) : NamedType(name)
{
    private readonly Lock _gate = new();
    private OrderedDictionary<string, InputValue>? _fields;

    /// <summary>Exactly one field must be given, and not null (<c>@oneOf</c>).</summary>
    public bool IsOneOf { get; init; }

    /// <summary>Makes the fields when they are first asked for.</summary>
    public Func<IEnumerable<InputValue>> FieldsFactory { get; init; } = static () => [];

    /// <summary>The fields by name, in the order they were declared.</summary>
    public OrderedDictionary<string, InputValue> Fields => Volatile.Read(ref _fields) ?? Build();

    private OrderedDictionary<string, InputValue> Build()
    {
        lock (_gate)
        {
            return _fields ??= Make();
        }
    }

    private OrderedDictionary<string, InputValue> Make()
    {
        var fields = new OrderedDictionary<string, InputValue>();
        foreach (var field in FieldsFactory())
        {
            if (!fields.TryAdd(field.Name, field))
            {
                throw new SchemaException($"Field \"{Name}.{field.Name}\" can only be defined once.");
            }
        }

        return fields;
    }
}
