using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

/// <summary>What a resolver gets: where it is, what it was asked, and what the request carries.</summary>
public sealed class FieldContext
{
    public required OperationContext Operation { get; init; }

    /// <summary>The value of the enclosing object; the root value for a root field.</summary>
    public object? Parent { get; init; }

    public required ObjectType ParentType { get; init; }

    public required Field Field { get; init; }

    /// <summary>All selections of the document that were merged into this field; the first gives position and arguments.</summary>
    public required IReadOnlyList<FieldNode> Nodes { get; init; }

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
