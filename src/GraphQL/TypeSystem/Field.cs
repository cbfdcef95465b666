using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>A field of an object or interface type.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Field-Arguments</remarks>
public sealed class Field(string name, GraphQLType type)
{
    private OrderedDictionary<string, InputValue>? _arguments;

    /// <summary>Unique within the type.</summary>
    public string Name { get; } = name;

    /// <summary>An output type.</summary>
    public GraphQLType Type { get; } = type;

    /// <summary>What introspection and tools tell of it, as Markdown.</summary>
    public string? Description { get; init; }

    /// <summary>In the order of their definition.</summary>
    public IReadOnlyList<InputValue> Arguments { get; init; } = [];

    /// <summary>Why it should not be used any more, as Markdown; null while it may.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>Gets the value; null: the member of the parent's dictionary, or its property, with the field's name.</summary>
    public FieldResolver? Resolve { get; init; }

    /// <summary>Reads the value from the parent alone and at once; asked when there is no <see cref="Resolve"/>.</summary>
    public Func<object, object?>? Getter { get; init; }

    /// <summary>For a field of the subscription type: the stream of source events.</summary>
    public SubscriptionResolver? Subscribe { get; init; }

    /// <summary>Directives applied in the schema, beyond those that have a property of their own.</summary>
    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; init; } = [];

    /// <summary>What other layers attach to the field.</summary>
    public FeatureSet Features { get; init; } = FeatureSet.Empty;

    /// <summary>The definition, when the schema came from SDL.</summary>
    public FieldDefinitionNode? SyntaxNode { get; init; }

    /// <summary>The argument of that name; null if there is none.</summary>
    public InputValue? FindArgument(string name) =>
        (_arguments ??= new(Arguments.Select(argument => KeyValuePair.Create(argument.Name, argument)))).GetValueOrDefault(name);
}

/// <summary>Gets the value of a field.</summary>
/// <remarks>
/// Called once for fields of an object that ask for the same under several names, unless they are mutations: what it gives must not depend
/// on the name.
/// </remarks>
public delegate ValueTask<object?> FieldResolver(FieldContext context);

/// <summary>Opens the source stream of a subscription's root field.</summary>
public delegate ValueTask<IAsyncEnumerable<object?>> SubscriptionResolver(FieldContext context);
