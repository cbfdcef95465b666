using HealthGraph.GraphQL.Execution;
using HealthGraph.GraphQL.Language.Ast;

namespace HealthGraph.GraphQL.TypeSystem;

/// <summary>A field of an object or interface type.</summary>
/// <remarks>https://spec.graphql.org/September2025/#sec-Field-Arguments</remarks>
public sealed class Field(string name, GraphQLType type)
{
    private OrderedDictionary<string, InputValue>? _arguments;

    public string Name { get; } = name;

    public GraphQLType Type { get; } = type;

    public string? Description { get; init; }

    public IReadOnlyList<InputValue> Arguments { get; init; } = [];

    public string? DeprecationReason { get; init; }

    /// <summary>Gets the value; null: the member of the parent's dictionary, or its property, with the field's name.</summary>
    public FieldResolver? Resolve { get; init; }

    /// <summary>Reads the value from the parent alone and at once; asked when there is no <see cref="Resolve"/>.</summary>
    public Func<object, object?>? Getter { get; init; }

    /// <summary>For a field of the subscription type: the stream of source events.</summary>
    public SubscriptionResolver? Subscribe { get; init; }

    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; init; } = [];

    /// <summary>What other layers attach to the field.</summary>
    public FeatureSet Features { get; init; } = FeatureSet.Empty;

    public FieldDefinitionNode? SyntaxNode { get; init; }

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
