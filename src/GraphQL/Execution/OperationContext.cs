using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.TypeSystem;

namespace HealthGraph.GraphQL.Execution;

/// <summary>One execution of one operation: its document, its variables and what the request brought along.</summary>
public sealed class OperationContext
{
    public required Schema Schema { get; init; }

    public required DocumentNode Document { get; init; }

    public required OperationDefinitionNode Definition { get; init; }

    public required IServiceProvider Services { get; init; }

    /// <summary>Who asks; what it is belongs to the host.</summary>
    public object? Caller { get; init; }

    /// <summary>Coerced variables by name; one that was left out and has no default is absent.</summary>
    public required IReadOnlyDictionary<string, object?> Variables { get; init; }

    public CancellationToken CancellationToken { get; init; }
}
