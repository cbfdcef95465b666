using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

/// <summary>What a resolver gets: where it is, what it was asked, and what the request carries.</summary>
public sealed class FieldContext
{
    public required OperationContext Operation { get; init; }

    /// <summary>The value of the enclosing object; the root value for a root field.</summary>
    public object? Parent { get; init; }

    /// <summary>The merged selection, from which the fields below it are collected.</summary>
    public required CollectedField Selection { get; init; }

    public ObjectType ParentType => Selection.ParentType;

    public Field Field => Selection.Definition;

    /// <summary>All selections of the document that were merged into this field; the first gives position and arguments.</summary>
    public IReadOnlyList<FieldNode> Nodes => Selection.Nodes;

    public required ResponsePath Path { get; init; }

    /// <summary>The coerced arguments by name; one that was left out and has no default is absent.</summary>
    public required IReadOnlyDictionary<string, object?> Arguments { get; init; }

    public Schema Schema => Operation.Schema;

    public IServiceProvider Services => Operation.Services;

    public CancellationToken CancellationToken => Operation.CancellationToken;

    /// <summary>The value of an argument; the default of <typeparamref name="T"/> when it is absent or null.</summary>
    public T? Argument<T>(string name) => Arguments.TryGetValue(name, out var value) && value is not null ? (T)value : default;

    /// <summary>Whether the argument was given (null counts) or has a default.</summary>
    public bool HasArgument(string name) => Arguments.ContainsKey(name);
}
