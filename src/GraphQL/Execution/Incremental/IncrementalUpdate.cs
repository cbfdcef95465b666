using HealthGraph.GraphQL.Errors;

namespace HealthGraph.GraphQL.Execution.Incremental;

/// <summary>One payload after the first.</summary>
public sealed record IncrementalUpdate
{
    /// <summary>What is announced: a later update, or this one, brings it.</summary>
    public IReadOnlyList<PendingResult> Pending { get; init; } = [];

    /// <summary>What is delivered.</summary>
    public IReadOnlyList<IncrementalEntry> Incremental { get; init; } = [];

    /// <summary>What nothing more will come of.</summary>
    public IReadOnlyList<CompletedResult> Completed { get; init; } = [];

    internal IncrementalDelivery? Delivery { get; init; }

    /// <summary>False for the last payload.</summary>
    public required bool HasNext { get; init; }
}

/// <summary>An announcement: the fields of a deferred fragment, or more items of a list, will come.</summary>
/// <param name="Id">What updates name it by; unique within the response.</param>
/// <param name="Path">The object of the fragment, or the list; null for the root.</param>
/// <param name="Label">The label of the directive.</param>
public sealed record PendingResult(string Id, ResponsePath? Path, string? Label);

/// <summary>A delivery to what is pending under an id.</summary>
public abstract record IncrementalEntry(string Id)
{
    /// <summary>What failed within it and left null in its place.</summary>
    public IReadOnlyList<GraphQLError> Errors { get; init; } = [];
}

/// <summary>Fields of a deferred fragment.</summary>
/// <param name="Id">The pending result.</param>
/// <param name="SubPath">The way from its path to the object that the fields belong to; empty if it is that object.</param>
/// <param name="Data">The fields: a <see cref="ResultObject"/>, or what a <see cref="StreamedValue"/> wrote.</param>
public sealed record IncrementalData(string Id, IReadOnlyList<object> SubPath, object Data) : IncrementalEntry(Id)
{
    /// <summary>The execution that values which stream while they are written belong to.</summary>
    internal OperationExecution? Execution { get; init; }
}

/// <summary>The next items of a list.</summary>
public sealed record IncrementalItems(string Id, IReadOnlyList<object?> Items) : IncrementalEntry(Id);

/// <summary>The end of what was pending under an id.</summary>
/// <param name="Id">The pending result.</param>
/// <param name="Errors">Why the rest of it could not be had; empty when all of it came.</param>
public sealed record CompletedResult(string Id, params IReadOnlyList<GraphQLError> Errors);
