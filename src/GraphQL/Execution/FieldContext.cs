using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

/// <summary>What a resolver gets: where it is, what it was asked, and what the request carries.</summary>
public sealed class FieldContext
{
    /// <summary>The execution that the field is part of.</summary>
    public required OperationContext Operation { get; init; }

    /// <summary>The value of the enclosing object; the root value for a root field.</summary>
    public object? Parent { get; init; }

    /// <summary>The merged selection, from which the fields below it are collected.</summary>
    public required CollectedField Selection { get; init; }

    /// <summary>The object type that the field is selected on.</summary>
    public ObjectType ParentType => Selection.ParentType;

    /// <summary>The field in the schema.</summary>
    public Field Field => Selection.Definition;

    /// <summary>All selections of the document that were merged into this field; the first gives position and arguments.</summary>
    public IReadOnlyList<FieldNode> Nodes => Selection.Nodes;

    /// <summary>Where in the response the value goes.</summary>
    public required ResponsePath Path { get; init; }

    /// <summary>The coerced arguments by name; one that was left out and has no default is absent.</summary>
    public required IReadOnlyDictionary<string, object?> Arguments { get; init; }

    /// <summary>The schema that the operation is executed on.</summary>
    public Schema Schema => Operation.Schema;

    /// <summary>The request's services.</summary>
    public IServiceProvider Services => Operation.Services;

    /// <summary>Ends with the request and with the time it may take; a resolver that does not listen is no longer waited for.</summary>
    public CancellationToken CancellationToken => Operation.CancellationToken;

    /// <summary>The value of an argument; the default of <typeparamref name="T"/> when it is absent or null.</summary>
    public T? Argument<T>(string name) => Arguments.TryGetValue(name, out var value) && value is not null ? (T)value : default;

    /// <summary>Whether the argument was given (null counts) or has a default.</summary>
    public bool HasArgument(string name) => Arguments.ContainsKey(name);
}
