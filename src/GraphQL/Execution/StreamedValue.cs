using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution.Incremental;

namespace HealthGraph.GraphQL.Execution;

/// <summary>
/// A field's value that writes itself into the response while it is read, such as a page of rows. A resolver returns it in
/// place of a value; nothing below it is executed, and it is written in its turn, after resolvers have run.
/// </summary>
/// <remarks>The field must be nullable: what comes before it in the response may be gone already when it fails.</remarks>
public abstract class StreamedValue
{
    /// <summary>
    /// What the value leaves out when it is written, for later payloads; null when that is nothing. Only where the selection says so
    /// (<see cref="CollectedField.Stream"/>, <see cref="CollectedFields.Deferred"/>) may something be left out, and nothing has to be.
    /// </summary>
    public virtual StreamedRest? Rest => null;

    /// <summary>
    /// Writes one JSON value. Throwing before the first byte makes the field null with an error; throwing later breaks the
    /// response off, so that no client takes it for whole. In payloads after the first all of it is kept until it is whole.
    /// </summary>
    public abstract ValueTask WriteAsync(ResponseWriter writer, CancellationToken cancellationToken);
}

/// <summary>What comes of a <see cref="StreamedValue"/> after it was written.</summary>
public sealed record StreamedRest
{
    /// <summary>Lists whose first items were written.</summary>
    public IReadOnlyList<StreamedItems> Lists { get; init; } = [];

    /// <summary>Fields that were left out.</summary>
    public IReadOnlyList<StreamedFields> Fields { get; init; } = [];
}

/// <summary>The rest of a list that is a field of the value.</summary>
/// <param name="ResponseName">The field.</param>
/// <param name="Usage">Its directive.</param>
/// <param name="Items">Read after the value was written, if at all; disposed in any case.</param>
public sealed record StreamedItems(string ResponseName, StreamUsage Usage, IAsyncEnumerator<WrittenItem> Items);

/// <summary>Deferred fields of the value.</summary>
/// <param name="Part">Which fields.</param>
/// <param name="Value">Writes an object of them; kept in memory until it is whole, so that it may fail at any point.</param>
public sealed record StreamedFields(DeferredFields Part, StreamedValue Value);

/// <summary>An item of a list as JSON, and the errors of what became null in it.</summary>
public sealed record WrittenItem(ReadOnlyMemory<byte> Json, IReadOnlyList<GraphQLError> Errors);
